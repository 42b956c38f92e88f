from typing import Any

import pytest

from core.envelopes.drafts import draft_sending
from core.fields import kinds
from core.fields.stored_properties import UNREADABLE, judged
from tests.core.builders import field, make_envelope, signer
from tests.field_samples import SAMPLES, FieldSample

ANA = signer("Ana")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_what_was_kept_of_a_kind_is_read_as_it_is(sample: FieldSample) -> None:
    kind = kinds.named(sample.kind)

    assert judged(kind, sample.properties) == sample.properties
    assert judged(kind, {}) == {}


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        ("text", [1]),
        ("text", None),
        ("text", "x"),
        ("text", {"length": "12"}),
        ("text", {"length": 501}),
        ("text", {"length": True}),
        ("text", {"read_only": 1}),
        ("text", {"alignment": ["left"]}),
        ("text", {"placeholder": "x" * 201}),
        ("text", {"minimum": "1"}),
        ("number", {"minimum": "one"}),
        ("number", {"maximum": 1}),
        ("dropdown", {"options": "one"}),
        ("dropdown", {"options": [1]}),
        ("dropdown", {"options": ["x"] * 101}),
    ],
)
def test_what_was_never_kept_is_read_as_nothing_that_a_trail_tells(kind: str, stored: Any) -> None:
    assert judged(kinds.named(kind), stored) == UNREADABLE


def test_a_field_that_cannot_be_read_is_not_sent() -> None:
    envelope = make_envelope(ANA)
    broken = field(ANA, envelope.documents[0], "text", properties=UNREADABLE)

    lacks = draft_sending.missing(make_envelope(ANA, fields=(*envelope.fields, broken)))

    assert "Remove it and place it again." in lacks["fields"]
