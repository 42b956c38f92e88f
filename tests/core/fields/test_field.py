from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fields import field as fields
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Invalid
from tests.core.builders import field, ready_document, signer

DOCUMENT = ready_document(pages=2)
FIELD = field(signer(), DOCUMENT)
TEXT = replace(FIELD, kind=kinds.named("text"))


def test_a_field_may_lie_anywhere_on_a_page_that_exists() -> None:
    assert fields.lies_on(FIELD, DOCUMENT)
    assert fields.lies_on(replace(FIELD, page=2, x=0, y=0, width=595, height=842), DOCUMENT)
    assert fields.lies_on(replace(FIELD, x=-0.3, y=802.4), DOCUMENT)


@pytest.mark.parametrize("page", [0, -1, 3])
def test_a_page_that_does_not_exist_is_named(page: int) -> None:
    with pytest.raises(Invalid) as caught:
        fields.check_place(replace(FIELD, page=page), DOCUMENT)

    assert set(caught.value.errors) == {"page"}


@pytest.mark.parametrize("name", ["x", "y", "width", "height"])
@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), -1, 1e9])
def test_a_field_outside_the_page_is_refused(name: str, number: float) -> None:
    with pytest.raises(Invalid) as caught:
        fields.check_place(replace(FIELD, **{name: number}), DOCUMENT)

    assert set(caught.value.errors) == {"place"}


@given(*[st.floats() for _ in range(4)])
def test_what_is_accepted_lies_on_the_page(x: float, y: float, width: float, height: float) -> None:
    placed = replace(FIELD, x=x, y=y, width=width, height=height)

    try:
        fields.check_place(placed, DOCUMENT)
    except Invalid:
        return

    assert x >= -0.5 and y >= -0.5 and x + width <= 595.5 and y + height <= 842.5
    assert width >= 6 and height >= 6


@pytest.mark.parametrize("size", [{"width": 5}, {"height": 0}])
def test_a_field_too_small_to_use_is_refused(size: dict[str, float]) -> None:
    with pytest.raises(Invalid) as caught:
        fields.check_place(replace(FIELD, **size), DOCUMENT)

    assert set(caught.value.errors) == {"size"}


def test_a_page_that_was_not_rendered_yet_takes_no_field() -> None:
    with pytest.raises(Invalid):
        fields.check_place(FIELD, replace(DOCUMENT, pages=()))


@pytest.mark.parametrize("value", ["true", "on", "1"])
def test_a_box_is_checked_in_the_ways_browsers_say_it(value: str) -> None:
    assert fields.accept_value(replace(FIELD, kind=kinds.named("checkbox")), value) == "true"


@pytest.mark.parametrize("value", ["", "false", "0", "off", "anything"])
def test_a_box_is_not_checked_otherwise(value: str) -> None:
    assert fields.accept_value(replace(FIELD, kind=kinds.named("checkbox")), value) == ""


def test_nobody_writes_a_date_of_signing() -> None:
    assert fields.accept_value(replace(FIELD, kind=kinds.named("date_signed")), "1999-01-01") == ""


def test_text_is_kept_as_it_was_meant() -> None:
    assert fields.accept_value(TEXT, " 1 Example Street\r\nExample ") == "1 Example Street\nExample"
    large = replace(TEXT, width=500, height=300)
    assert fields.accept_value(large, "x" * 500) == "x" * 500


@pytest.mark.parametrize(
    "value", ["x" * 501, "a\x00b", "a\x1bb", "pay \u202e001", "\udfff x", "a\rb"]
)
def test_text_that_cannot_be_printed_as_it_reads_is_refused_at_its_field(value: str) -> None:
    with pytest.raises(Invalid) as caught:
        fields.accept_value(TEXT, value)

    assert set(caught.value.errors) == {str(TEXT.id)}


@given(st.text())
def test_an_accepted_text_is_accepted_again_unchanged(value: str) -> None:
    try:
        accepted = fields.accept_value(TEXT, value)
    except Invalid:
        return

    assert fields.accept_value(TEXT, accepted) == accepted


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        (TEXT, True),
        (replace(TEXT, value="x"), False),
        (replace(TEXT, required=False), False),
        (replace(FIELD, kind=kinds.named("date_signed")), False),
        (replace(FIELD, kind=kinds.named("checkbox")), True),
    ],
)
def test_only_what_is_required_and_empty_is_missing(changed: Field, missing: bool) -> None:
    assert changed.missing is missing
