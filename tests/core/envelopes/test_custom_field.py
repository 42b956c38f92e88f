import pytest

from core.envelopes import custom_field
from core.envelopes.custom_field import CustomField, FieldKind
from core.envelopes.refusals import TooManyCustomFields
from core.refusals import Invalid
from tests.core.builders import new_id


def field(kind: FieldKind = FieldKind.TEXT, name: str = "Project", *choices: str) -> CustomField:
    return CustomField(new_id(), name, kind, choices)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (FieldKind.TEXT, "  Bridge  ", "Bridge"),
        (FieldKind.NUMBER, "1 250.50", "1250.50"),
        (FieldKind.NUMBER, "-3", "-3"),
        (FieldKind.DATE, "2026-03-31", "2026-03-31"),
        (FieldKind.CHOICE, "North", "North"),
        (FieldKind.NUMBER, "", ""),
    ],
)
def test_a_value_is_kept_in_one_form(kind: FieldKind, text: str, kept: str) -> None:
    assert custom_field.value(field(kind, "Region", "North", "South"), text) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.NUMBER, "twelve"),
        (FieldKind.NUMBER, "NaN"),
        (FieldKind.NUMBER, "1e999999"),
        (FieldKind.DATE, "31.3.2026"),
        (FieldKind.CHOICE, "West"),
        (FieldKind.TEXT, "x" * 501),
        (FieldKind.TEXT, "one\ntwo"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_told_in_a_sentence(kind: FieldKind, text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        custom_field.value(field(kind, "Region", "North", "South"), text)


def test_a_choice_has_two_choices_at_least_and_a_name_is_there_once() -> None:
    with pytest.raises(Invalid) as no_choices:
        custom_field.check(field(FieldKind.CHOICE), [])
    with pytest.raises(Invalid) as twice:
        custom_field.check(field(name="PROJECT"), [field(name="project")])

    assert set(no_choices.value.errors) == {"choices"}
    assert set(twice.value.errors) == {"name"}


def test_lines_become_choices_without_the_empty_and_the_repeated() -> None:
    typed = custom_field.typed(
        new_id(), " Region ", "choice", "North\n\n South\nNorth", True, False
    )

    assert (typed.name, typed.choices, typed.required) == ("Region", ("North", "South"), True)
    with pytest.raises(Invalid):
        custom_field.typed(new_id(), "Region", "colour", "", False, False)


def test_there_are_fifty_fields_at_most() -> None:
    with pytest.raises(TooManyCustomFields):
        custom_field.check(field(name="One more"), [field(name=f"Field {n}") for n in range(50)])
