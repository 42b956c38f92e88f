"""Correcting the fields of a sent envelope, and what the trail rebuilds of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.envelopes import ending, field_correction
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotOpen
from core.evidence import consistency
from core.fields.field import Field
from core.refusals import Invalid
from core.signing import adopting, consenting, finishing
from core.signing.refusals import FieldsChanged
from tests.core import builders
from tests.core.builders import DISCLOSURE, NOW, ORIGIN, SENDER, TODAY, Record, signer

SOON = NOW + timedelta(minutes=1)


def record(*recipients: Recipient, types: tuple[str, ...] = ("signature", "text")) -> Record:
    made = Record(builders.make_envelope(*recipients, types=types))
    made.add(draft.create(made.envelope))
    made.add(draft_sending.send(made.envelope, SENDER, NOW))
    return made


def opened(made: Record, recipient: Recipient) -> None:
    """Consented, with a signature, and “kept” in their text."""
    id = recipient.id
    made.add(consenting.accept(made.envelope, id, DISCLOSURE, ORIGIN, NOW))
    made.add(adopting.adopt(made.envelope, builders.signature(recipient)))
    made.add(finishing.fill(made.envelope, id, {text_of(made.envelope, id).id: "kept"}))


def text_of(envelope: Envelope, recipient_id: UUID) -> Field:
    (found,) = (f for f in envelope.fields_of(recipient_id) if f.kind.name == "text")
    return found


def test_fields_move_go_and_come_and_the_trail_rebuilds_them() -> None:
    one, two = signer("One"), signer("Two", 2)
    made = record(one, two)
    opened(made, one)
    mine, other = text_of(made.envelope, one.id), text_of(made.envelope, two.id)
    new = builders.field(two, made.envelope.documents[0], "checkbox", y=500.0, required=False)

    outcome = field_correction.correct(
        made.envelope, [replace(mine, x=300.0, required=False), new], [other.id], SOON
    )
    made.add(outcome, at=SOON)

    assert builders.types_of(outcome) == ["fields.corrected"]
    after = text_of(made.envelope, one.id)
    assert (after.x, after.required, after.value, after.filled_by) == (300.0, False, "kept", one.id)
    assert [f.kind.name for f in made.envelope.fields_of(two.id)] == ["signature", "checkbox"]
    assert consistency.differences(made.envelope, made.entries) == ()
    (told,) = made.job_kinds("mail_fields_changed")
    assert told.arguments["recipient_id"] == str(one.id)
    for person in (one, two):
        if person is two:
            made.add(consenting.accept(made.envelope, two.id, DISCLOSURE, ORIGIN, NOW))
            made.add(adopting.adopt(made.envelope, builders.signature(two)))
        values = {f.id: "mine" for f in made.envelope.fields_of(person.id) if f.kind.is_adopted}
        made.add(finishing.finish(made.envelope, person.id, values, TODAY, ORIGIN, NOW))
    assert consistency.differences(made.envelope, made.entries) == ()


def test_the_same_fields_again_change_nothing() -> None:
    made = record(signer())
    moved = replace(made.envelope.fields[0], x=200.0)
    once = field_correction.correct(made.envelope, [moved], [], SOON).envelope

    again = field_correction.correct(once, [moved], [], SOON)

    assert again.events == ()
    assert again.envelope == once


def test_what_someone_has_signed_stays_where_it_was() -> None:
    one, two = signer("One"), signer("Two", 2)
    made = record(one, two)
    envelope = builders.signed_by(made.envelope, one)
    (signed, *_) = envelope.fields_of(one.id)
    theirs = text_of(envelope, two.id)

    for changed, removed in (
        ([replace(signed, x=300.0)], []),
        ([], [signed.id]),
        ([replace(theirs, recipient_ids=(one.id,))], []),
    ):
        with pytest.raises(Invalid) as refused:
            field_correction.correct(envelope, changed, removed, SOON)
        assert set(refused.value.errors) <= {str(signed.id), str(theirs.id)}


def test_a_signer_keeps_a_place_to_sign() -> None:
    envelope = record(signer()).envelope
    signature = next(f for f in envelope.fields if f.kind.is_signature)

    for changed, removed in (([], [signature.id]), ([replace(signature, required=False)], [])):
        with pytest.raises(Invalid) as refused:
            field_correction.correct(envelope, changed, removed, SOON)
        assert set(refused.value.errors) == {"fields"}


def test_fields_of_the_sender_stay_as_they_are() -> None:
    person = signer()
    made = builders.make_envelope(person)
    own = builders.field(
        person,
        made.documents[0],
        "text",
        recipient_ids=(),
        y=400.0,
        properties={"default": "Flat 3"},
    )
    sent = draft_sending.send(replace(made, fields=(*made.fields, own)), SENDER, NOW).envelope

    with pytest.raises(Invalid):
        field_correction.correct(sent, [replace(own, x=300.0)], [], SOON)

    assert sent.field(own.id).value == "Flat 3"


def test_a_value_that_the_field_no_longer_takes_is_asked_for_again() -> None:
    person = signer()
    made = record(person)
    opened(made, person)
    text = text_of(made.envelope, person.id)
    short = replace(text, properties={**text.properties, "length": 2})

    after = field_correction.correct(made.envelope, [short], [], SOON).envelope.field(text.id)

    assert (after.value, after.filled_by) == ("", None)


def test_no_one_finishes_on_a_page_that_shows_the_fields_of_before() -> None:
    person = signer()
    made = record(person)
    opened(made, person)
    text = text_of(made.envelope, person.id)
    made.add(field_correction.correct(made.envelope, [replace(text, x=300.0)], [], SOON), at=SOON)
    values = builders.mine(made.envelope, person)
    finish = (made.envelope, person.id, values, TODAY, ORIGIN, SOON, None, None)

    with pytest.raises(FieldsChanged):
        finishing.finish(*finish, "")

    assert finishing.finish(*finish).envelope.recipient(person.id).completed_at


def test_a_value_for_a_field_that_is_gone_is_answered_with_what_happened() -> None:
    person = signer()
    made = record(person)
    opened(made, person)
    text = text_of(made.envelope, person.id)
    after = field_correction.correct(made.envelope, [], [text.id], SOON).envelope

    with pytest.raises(FieldsChanged):
        finishing.fill(after, person.id, {text.id: "late"})

    assert text.id not in {f.id for f in after.fields}


def test_nothing_is_corrected_after_the_end() -> None:
    person = signer()
    made = record(person)
    voided = ending.void(made.envelope, "A mistake", SOON).envelope

    for envelope, now in ((voided, SOON), (made.envelope, builders.LATER)):
        with pytest.raises(NotOpen):
            field_correction.correct(envelope, [replace(envelope.fields[0], x=1)], [], now)
        assert envelope.fields == made.envelope.fields
