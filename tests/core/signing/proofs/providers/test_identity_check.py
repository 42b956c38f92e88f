"""Whether papers are those of the recipient whom the sender named."""

import pytest

from core.refusals import Invalid
from core.signing.proofs.providers import identity_check
from core.signing.proofs.providers.identity_check import check

PAPERS = {"name": "ANNA-LENA MARIA MÜLLER", "birthdate": "1984-03-29"}


@pytest.mark.parametrize("name", ["Anna Müller", "Müller, Anna Lena", "anna lena maria muller"])
def test_papers_may_have_more_names_and_write_them_in_other_ways(name: str) -> None:
    assert check(name, "", PAPERS) == (("name",), "")


@pytest.mark.parametrize("name", ["Anna Meier", "Annabel Müller", "", "…"])
def test_another_name_is_another_person(name: str) -> None:
    assert check(name, "1984-03-29", PAPERS) == (("name",), "name")


def test_a_date_of_birth_is_compared_where_the_sender_wrote_one() -> None:
    assert check("Anna Müller", "1984-03-29", PAPERS) == (("name", "birthdate"), "")
    assert check("Anna Müller", "1984-03-30", PAPERS) == (("name", "birthdate"), "birthdate")
    assert check("Anna Müller", "1984-03-29", {"name": "Anna Müller"})[1] == "birthdate"


def test_a_date_is_kept_as_providers_write_it() -> None:
    assert (identity_check.birthdate(" 1984-03-29 "), identity_check.birthdate("")) == (
        "1984-03-29",
        "",
    )
    with pytest.raises(Invalid):
        identity_check.birthdate("29.3.1984")
