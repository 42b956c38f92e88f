from datetime import date
from pathlib import Path

import pytest

from core.fields import kinds
from core.fields.kind import FieldKind, Printed

ROOT = Path(__file__).parents[3]


def test_each_module_of_the_folder_is_a_kind_of_its_name() -> None:
    modules = {path.stem for path in (ROOT / "core/fields/kinds").glob("*.py")} - {"__init__"}

    assert {kind.name for kind in kinds.ALL} == modules
    assert all(kinds.named(kind.name) is kind for kind in kinds.ALL)


def test_a_kind_that_does_not_exist_is_no_kind() -> None:
    with pytest.raises(ValueError, match="'seal'"):
        kinds.named("seal")


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)
def test_each_kind_has_its_page_template(kind: FieldKind) -> None:
    assert (ROOT / f"templates/fields/kinds/{kind.name}.html").is_file()


def test_each_page_template_is_of_a_kind() -> None:
    pages = {path.stem for path in (ROOT / "templates/fields/kinds").glob("[!_]*.html")}

    assert pages == {kind.name for kind in kinds.ALL}


def test_two_kinds_never_stand_for_the_same_form_field() -> None:
    found = [form_field for kind in kinds.ALL for form_field in kind.found_as]

    assert len(found) == len(set(found))
    assert kinds.of_form_field("never heard of").name == "text"


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)
def test_a_value_that_a_kind_accepts_is_accepted_again(kind: FieldKind) -> None:
    value = kind.at_finish(date(2026, 3, 2)) if kind.at_finish else kind.parse("", {})

    assert bool(value) is bool(kind.at_finish)
    assert kind.is_asked is not bool(
        value or kind.only_sender or not kind.has_value or kind.formula
    )
    assert kind.parse("", {}) == ""


def test_a_date_of_signing_is_printed_so_that_every_country_reads_the_same() -> None:
    assert (at_finish := kinds.named("date_signed").at_finish)

    assert at_finish(date(2026, 3, 2)) == "2026-03-02"


def test_what_is_adopted_is_printed_as_a_picture() -> None:
    adopted = [kind.name for kind in kinds.ALL if kind.printed is Printed.PICTURE]

    assert adopted == ["signature", "initials", "stamp", "image"]
    assert all(kinds.named(name).is_adopted for name in adopted)
    assert [name for name in adopted if not kinds.named(name).is_signature] == ["image"]


def test_two_properties_never_have_the_same_name() -> None:
    names = [property.name for property in kinds.PROPERTIES]

    assert len(names) == len(set(names))
