from typing import Any

import pytest

from core.fields import kinds, properties
from core.fields.field_property import FieldProperty
from core.fields.properties import SHARED
from core.refusals import Invalid

TEXT = kinds.named("text").properties


def test_what_a_form_gives_is_kept_as_json_has_it_and_the_usual_is_left_out() -> None:
    form = {"placeholder": " Town ", "default": "", "read_only": "on", "length": "12"}

    kept = properties.read(TEXT, form | {"alignment": "left", "font_size": "", "pattern": r" \d+ "})

    assert kept == {"placeholder": "Town", "read_only": True, "length": 12, "pattern": r"\d+"}


def test_what_was_kept_is_kept_again() -> None:
    given = {"default": "A", "length": 3, "font_size": 14, "alignment": "right", "read_only": True}

    assert properties.read(TEXT, given) == given


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("placeholder", "x" * 201),
        ("placeholder", "two\nlines"),
        ("length", "501"),
        ("length", "-1"),
        ("length", "many"),
        ("length", "9" * 5000),
        ("font_size", 4),
        ("font_size", 37),
        ("pattern", "("),
        ("pattern", "(?=a)"),
        ("pattern", "a" * 201),
        ("options", "one"),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_is_named_by_its_property(name: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        properties.read(TEXT, {name: value})

    assert set(caught.value.errors) == {name}


@pytest.mark.parametrize("value", [[], {}, ["x"], [["x"]], 1.5, object()])
@pytest.mark.parametrize("property", SHARED, ids=lambda property: property.name)
def test_json_of_another_type_is_refused_and_never_passed_over(
    property: FieldProperty[Any], value: object
) -> None:
    """What is passed over is not what the program has asked for: a field that can be changed."""
    if property.name == "options" and value in ([], ["x"]):
        return

    with pytest.raises(Invalid) as caught:
        properties.read(SHARED, {property.name: value})

    assert set(caught.value.errors) == {property.name}


@pytest.mark.parametrize(
    "bounds", [{"minimum": "3", "maximum": "2,9"}, {"maximum": "-1", "minimum": "0"}]
)
def test_a_number_that_nothing_can_be_is_refused_at_the_larger_bound(
    bounds: dict[str, str],
) -> None:
    number = kinds.named("number").properties

    with pytest.raises(Invalid) as caught:
        properties.read(number, bounds)

    assert set(caught.value.errors) == {"maximum"}
    same = {"minimum": "2.50", "maximum": "2,5"}
    assert properties.read(number, same) == same


@pytest.mark.parametrize("property", SHARED, ids=lambda property: property.name)
def test_null_is_what_it_is_by_default(property: FieldProperty[Any]) -> None:
    assert properties.read(SHARED, {property.name: None}) == {}


@pytest.mark.parametrize(
    ("name", "value"), [("read_only", 1), ("read_only", "perhaps"), ("alignment", "middle")]
)
def test_a_choice_that_there_is_not_is_refused(name: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        properties.read(TEXT, {name: value})

    assert set(caught.value.errors) == {name}


def test_options_are_lines_each_once() -> None:
    (options,) = (p for p in SHARED if p.name == "options")

    assert options.read(" red\r\n\ngreen\nred ") == ["red", "green"]
    for wrong in ("x" * 101, "\n".join(map(str, range(101))), "a\u202eb", "\U0002a6d6"):
        with pytest.raises(Invalid):
            options.read(wrong)
