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


@pytest.mark.parametrize("value", [None, [], {}, ["x"], 1.5, object()])
@pytest.mark.parametrize("property", SHARED, ids=lambda property: property.name)
def test_json_of_another_type_is_read_or_refused_and_nothing_else(
    property: FieldProperty[Any], value: object
) -> None:
    try:
        kept = properties.read(SHARED, {property.name: value})
    except Invalid as invalid:
        assert set(invalid.errors) == {property.name}
    else:
        assert kept in ({}, {"options": ["x"]})


def test_options_are_lines_each_once() -> None:
    (options,) = (p for p in SHARED if p.name == "options")

    assert options.read(" red\r\n\ngreen\nred ") == ["red", "green"]
    for wrong in ("x" * 101, "\n".join(map(str, range(101))), "a\u202eb", "\U0002a6d6"):
        with pytest.raises(Invalid):
            options.read(wrong)
