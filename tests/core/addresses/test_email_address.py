import pytest

from core.addresses.email_address import FORM, fold, is_well_formed, mask


@pytest.mark.parametrize(
    "email", ["\ufb01ona@example.com", "\uff41@example.com", "a@\uff45xample.com"]
)
def test_an_address_that_is_compared_as_another_one_is_refused(email: str) -> None:
    assert fold(email) != email.lower()
    assert not is_well_formed(email)


@pytest.mark.parametrize("typed", ["a@" + "." * 1_000_000 + "(", "a" * 1_000_000, "@" * 1_000_000])
def test_long_text_that_is_no_address_is_refused_at_once(typed: str) -> None:
    assert not FORM.fullmatch(typed)  # with every dot tried anew it would take hours


@pytest.mark.parametrize("email", ["a@b", "a@.b", "a@b.", "a@..", "a@b.c.", "a@b..c", "a@.b.c"])
def test_a_domain_has_a_dot_inside(email: str) -> None:
    domain = email.partition("@")[2]

    assert bool(FORM.fullmatch(email)) == ("." in domain[1:-1])


@pytest.mark.parametrize(
    ("email", "shown"),
    [("ana@example.com", "a…@example.com"), ("@example.com", ""), ("nothing", "")],
)
def test_a_masked_address_shows_its_domain_and_one_letter(email: str, shown: str) -> None:
    assert mask(email) == shown
