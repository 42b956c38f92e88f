import pytest

from core.envelopes import custom_field
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.refusals import TooManyCustomFields
from core.refusals import Invalid
from tests.core.builders import new_id


def field(
    kind: CustomFieldKind = CustomFieldKind.TEXT, name: str = "Project", *choices: str
) -> CustomField:
    return CustomField(new_id(), name, kind, choices)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (CustomFieldKind.TEXT, "  Bridge  ", "Bridge"),
        (CustomFieldKind.NUMBER, "1 250.50", "1250.50"),
        (CustomFieldKind.NUMBER, "-3", "-3"),
        (CustomFieldKind.DATE, "2026-03-31", "2026-03-31"),
        (CustomFieldKind.CHOICE, "North", "North"),
        (CustomFieldKind.NUMBER, "", ""),
    ],
)
def test_a_value_is_kept_in_one_form(kind: CustomFieldKind, text: str, kept: str) -> None:
    assert custom_field.value(field(kind, "Region", "North", "South"), text) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CustomFieldKind.NUMBER, "twelve"),
        (CustomFieldKind.NUMBER, "NaN"),
        (CustomFieldKind.NUMBER, "1e999999"),
        (CustomFieldKind.DATE, "31.3.2026"),
        (CustomFieldKind.CHOICE, "West"),
        (CustomFieldKind.TEXT, "x" * 501),
        (CustomFieldKind.TEXT, "one\ntwo"),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_told_in_a_sentence(
    kind: CustomFieldKind, text: str
) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        custom_field.value(field(kind, "Region", "North", "South"), text)


def test_a_choice_has_two_choices_at_least_and_a_name_is_there_once() -> None:
    with pytest.raises(Invalid) as no_choices:
        custom_field.check(field(CustomFieldKind.CHOICE), [])
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
