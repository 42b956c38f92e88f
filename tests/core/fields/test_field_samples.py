from dataclasses import replace

import pytest

from core.envelopes.drafts import draft_fields, draft_sending
from core.fields import kinds, properties
from core.refusals import Invalid
from tests.core.builders import make_envelope, signer
from tests.field_samples import SAMPLES, FieldSample


def test_there_is_a_sample_of_each_kind_that_a_signer_fills_in_by_hand() -> None:
    by_hand = {
        kind.name
        for kind in kinds.ALL
        if kind.is_asked and not (kind.is_adopted or kind.is_uploaded)
    }

    assert {sample.kind for sample in SAMPLES} == by_hand


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_a_kind_accepts_what_fits_and_refuses_what_does_not(sample: FieldSample) -> None:
    kind = kinds.named(sample.kind)
    kept = properties.read(kind.properties, sample.properties)

    assert kept == sample.properties
    assert kind.parse(sample.typed, kept) == sample.typed
    for value in sample.wrong:
        with pytest.raises(Invalid) as caught:
            kind.parse(value, kept)
        assert set(caught.value.errors) == {"value"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_what_a_kind_needs_is_asked_for_before_sending(sample: FieldSample) -> None:
    one = signer()
    envelope = make_envelope(one)
    kind, signature = kinds.named(sample.kind), envelope.fields[0]
    whole = sample.placed(envelope.documents[0].id, one.id, 5)
    bare = replace(whole, properties={})

    ready = draft_fields.place(envelope, [signature, whole]).envelope
    lacking = draft_fields.place(envelope, [signature, bare]).envelope

    assert draft_sending.missing(ready) == {}
    assert draft_sending.missing(lacking) == ({"fields": kind.needs[0].asked} if kind.needs else {})
    for needed in kind.needs:
        assert needed in kind.properties and needed.asked
