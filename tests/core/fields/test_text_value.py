import pytest

from core.fields.text_value import parse_text
from core.refusals import Invalid

PLATE = {"pattern": "[A-Z]{1,3}-[0-9]{1,4}", "pattern_message": "Write it like LX-1234."}


def refused(value: str, **properties: object) -> str:
    with pytest.raises(Invalid) as caught:
        parse_text(value, properties)
    return caught.value.errors["value"]


def test_a_value_is_as_long_as_its_field_allows() -> None:
    assert parse_text("x" * 12, {"length": 12}) == "x" * 12
    assert refused("x" * 13, length=12) == "Please shorten this to 12 characters."


def test_a_value_that_does_not_fit_the_pattern_is_told_what_the_sender_says() -> None:
    assert parse_text("LX-1234", PLATE) == "LX-1234"
    assert parse_text("", PLATE) == ""
    assert refused("lx 1234", **PLATE) == "Write it like LX-1234."
    assert "Check it and try again." in refused("lx", pattern="[A-Z]+")


def test_nothing_fits_a_pattern_that_cannot_be_read() -> None:
    assert "Check it and try again." in refused("lx", pattern="(")
