"""What is typed is refused where it could not be read in its box; what is accepted fits."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.envelopes.drafts import draft_fields
from core.fields import field as fields
from core.fields import kinds, text_look
from core.fields.text_look import TextLook
from core.refusals import Invalid
from core.text.line_breaking import LEADING, fit
from tests.core.builders import field, make_envelope, ready_document, signer

TEXT = replace(field(signer(), ready_document()), kind=kinds.named("text"), width=120, height=22)
LETTERS = "abc XYZ éß Ωд 中文 שא हि 😀\n"


def test_a_long_text_becomes_smaller_and_is_then_refused_with_how_much_fits() -> None:
    fields.accept_value(TEXT, "A value of about forty letters, small.")
    with pytest.raises(Invalid) as caught:
        fields.accept_value(TEXT, "Words that go on. " * 20)

    (why,) = caught.value.errors.values()
    assert "has room for about 1" in why
    count = int(why.split("about ")[1].split()[0])
    fields.accept_value(TEXT, ("Words that go on. " * 20)[:count].strip())
    assert 80 < count < 140


def test_a_box_without_room_for_a_letter_says_so() -> None:
    with pytest.raises(Invalid) as caught:
        text_look.check_fits("W" * 30, TextLook(24), 6, 7)

    assert "too small for text" in caught.value.errors["value"]


def test_a_default_that_does_not_fit_is_refused_where_it_is_placed() -> None:
    one = signer()
    draft = make_envelope(one)
    large = replace(TEXT, recipient_ids=(one.id,), document_id=draft.documents[0].id)
    wrong = replace(large, properties={"default": "A long default value. " * 20})

    with pytest.raises(Invalid) as caught:
        draft_fields.place(draft, [*draft.fields, wrong])

    assert set(caught.value.errors) == {"default"}


def test_a_name_that_does_not_fit_is_not_filled_in_beforehand() -> None:
    one = signer("Wolfgang Amadeus " * 6)
    name = replace(TEXT, kind=kinds.named("full_name"), recipient_ids=(one.id,), width=60)

    assert fields.first_value(name, one) == ""
    assert fields.first_value(replace(name, width=500), one) == one.name.strip()


@settings(max_examples=200, deadline=None)
@given(
    st.text(LETTERS, max_size=80),
    st.floats(20, 300),
    st.floats(8, 80),
    st.sampled_from(["sans", "serif", "mono"]),
)
def test_what_is_accepted_fits_at_a_size_that_can_be_read(
    text: str, width: float, height: float, family: str
) -> None:
    look = TextLook(family=family, bold=True)
    if not look.fits(text, width, height):
        return

    fitted = look.fitted(text, width, height)

    assert fitted.size >= min(6, height / LEADING)
    assert fitted.height <= height
    assert all(fitted.width(line) <= width for line in fitted.lines)
    assert "".join("".join(fitted.lines).split()) == "".join(text.split())


def test_ideographs_break_anywhere_but_before_a_full_stop() -> None:
    fitted = fit("日本語の文章。日本語の文章。", 50, 60, 10)

    assert len(fitted.lines) > 1
    assert fitted.size == 10
    assert not any(line.startswith("。") for line in fitted.lines)
