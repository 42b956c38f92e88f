"""Every column that the trail tells of is compared; what was erased is told from what was lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.documents.document import Page
from core.documents.events import DocumentAccepted
from core.envelopes import correcting
from core.envelopes.correcting import Correction
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.events.lifecycle import DetailsChanged
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.cc import CC
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.evidence import audit, consistency
from core.evidence.events import ValuesErased
from core.fields import kinds
from core.signing import adopting, consenting
from core.signing.proofs.proof_events import ProofGiven
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    Outcome,
    Record,
    finish,
    make_envelope,
    new_id,
    recorded,
    signature,
    signer,
)

RECORD = recorded()
LATER = NOW + timedelta(seconds=1)


def changed(part: str, **columns: Any) -> Envelope:
    """The first of these parts with other values in its row."""
    parts = getattr(RECORD.envelope, part)
    return replace(RECORD.envelope, **{part: (replace(parts[0], **columns), *parts[1:])})


def named(envelope: Envelope, record: Record = RECORD) -> set[str]:
    return {f"{d.table}.{d.column}" for d in consistency.differences(envelope, record.entries)}


def test_rows_that_were_written_by_decisions_are_what_the_trail_tells() -> None:
    assert consistency.differences(RECORD.envelope, RECORD.entries) == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Sale of a flat"),
        ("message", "Sign quickly"),
        ("status", Status.SIGNED),
        ("created_at", LATER),
        ("sent_at", LATER),
        ("expires_at", LATER),
        ("certificate_sha256", "00" * 32),
    ],
)
def test_a_changed_envelope_differs(column: str, value: Any) -> None:
    assert named(replace(RECORD.envelope, **{column: value})) == {f"envelopes.{column}"}


@pytest.mark.parametrize(
    ("part", "column", "value"),
    [
        ("recipients", "name", "Somebody Else"),
        ("recipients", "email", "else@example.com"),
        ("recipients", "role", CC),
        ("recipients", "routing_order", 9),
        ("recipients", "status", RecipientStatus.SENT),
        ("recipients", "sent_at", LATER),
        ("recipients", "delivered_at", None),
        ("recipients", "completed_at", LATER),
        ("documents", "name", "Sale"),
        ("documents", "original_sha256", "00" * 32),
        ("documents", "canonical_sha256", "00" * 32),
        ("documents", "sealed_sha256", "00" * 32),
        ("fields", "kind", kinds.named("initials")),
        ("fields", "page", 2),
        ("fields", "x", 100.5),
        ("fields", "y", 100.5),
        ("fields", "width", 150.5),
        ("fields", "height", 40.5),
        ("fields", "required", False),
        ("fields", "label", "Another"),
        ("fields", "properties", {"read_only": True}),
        ("fields", "properties", [1]),
        ("fields", "value", "another"),
        ("fields", "document_id", new_id()),
        ("fields", "recipient_ids", (new_id(),)),
        ("fields", "filled_by", new_id()),
        ("signatures", "kind", "initials"),
        ("signatures", "method", "typed"),
        ("signatures", "image_sha256", "00" * 32),
        ("signatures", "recipient_id", new_id()),
    ],
)
def test_a_changed_part_differs(part: str, column: str, value: Any) -> None:
    assert named(changed(part, **{column: value})) == {f"{part}.{column}"}


def test_a_page_of_another_size_differs() -> None:
    assert named(changed("documents", pages=(Page(595, 841),))) == {"documents.pages"}


@pytest.mark.parametrize("part", ["recipients", "fields", "signatures"])
def test_parts_in_another_order_differ(part: str) -> None:
    backwards = replace(RECORD.envelope, **{part: getattr(RECORD.envelope, part)[::-1]})

    assert named(backwards) == {f"{part}.position"}


@pytest.mark.parametrize("part", ["recipients", "documents", "fields", "signatures"])
def test_a_part_too_many_or_too_few_differs(part: str) -> None:
    parts = getattr(RECORD.envelope, part)

    more = replace(RECORD.envelope, **{part: (*parts, replace(parts[0], id=new_id()))})
    fewer = replace(RECORD.envelope, **{part: parts[:-1]})

    assert consistency.differences(more, RECORD.entries)
    assert consistency.differences(fewer, RECORD.entries)


def test_what_is_not_finished_yet_may_be_filled_in() -> None:
    record = Record(RECORD.envelope)
    until = next(e.sequence for e in RECORD.entries if e.type == "recipient.invited")
    record.entries = RECORD.entries[:until]
    sent = replace(
        RECORD.envelope,
        status=Status.SENT,
        certificate_sha256="",
        signatures=(),
        fields=tuple(replace(f, value="so far") for f in RECORD.envelope.fields),
        documents=tuple(replace(d, sealed_sha256="") for d in RECORD.envelope.documents),
        recipients=tuple(
            replace(
                r,
                status=RecipientStatus.CREATED if number else RecipientStatus.SENT,
                sent_at=None if number else NOW,
                delivered_at=None,
                consent=None,
                completed_at=None,
            )
            for number, r in enumerate(RECORD.envelope.recipients)
        ),
    )

    assert consistency.differences(sent, record.entries) == ()


def test_a_value_that_is_gone_without_an_erasure_is_missed() -> None:
    entries = [replace(e, personal=()) if e.type == "fields.placed" else e for e in RECORD.entries]
    (placed,) = (e for e in entries if e.type == "fields.placed")

    (found, *_) = consistency.differences(RECORD.envelope, entries)

    assert (found.table, found.column, found.id) == (
        "audit_values",
        "placements",
        str(placed.sequence),
    )


def test_values_that_were_erased_are_compared_with_nothing() -> None:
    erased = {str(e.sequence): list(e.commitments) for e in RECORD.entries if e.commitments}
    record = Record(RECORD.envelope, RECORD.entries)
    record.add(Outcome(RECORD.envelope, (ValuesErased(values=erased),)))
    entries = [replace(e, personal=()) for e in record.entries]
    blank = replace(
        record.envelope,
        name="Erased",
        fields=tuple(replace(f, value="") for f in record.envelope.fields),
        recipients=tuple(replace(r, name="Erased", email="x") for r in record.envelope.recipients),
    )

    assert audit.verify(record.trail, entries, record.envelope.head)
    assert consistency.differences(blank, entries) == ()
    # What is nobody's secret still counts.
    assert consistency.differences(replace(blank, status=Status.SIGNED), entries)


def test_the_sender_is_who_was_recorded_at_sending() -> None:
    assert consistency.sender(RECORD.entries) == SENDER
    with pytest.raises(consistency.TrailIncomplete):
        consistency.sender([e for e in RECORD.entries if e.type != "sender.named"])


def test_what_is_noted_after_the_last_signature_is_not_on_the_certificate() -> None:
    record = Record(RECORD.envelope, RECORD.entries)
    record.add(Outcome(RECORD.envelope, (DetailsChanged(count=1, old="a", new="b"),)))

    assert consistency.until_signed(record.entries)[-1].type == "envelope.signed"


def test_a_document_that_was_changed_between_intake_and_sending_differs() -> None:
    record = Record(make_envelope())
    (document,) = record.envelope.documents
    record.add(draft.create(record.envelope))
    taken_in = DocumentAccepted(document_id=document.id, canonical_sha256="00" * 32, pages=1)
    record.add(Outcome(record.envelope, (taken_in,)))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))

    assert named(record.envelope, record) == {"documents.canonical_sha256"}


def test_a_corrected_recipient_is_who_the_trail_tells_at_last() -> None:
    one = signer()
    record = Record(make_envelope(one, signer("Signer Two", 2)))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    before = record.envelope
    record.add(correcting.correct(before, one.id, Correction("Signer Won", "won@example.com"), NOW))

    assert consistency.differences(record.envelope, record.entries) == ()
    assert {d.column for d in consistency.differences(before, record.entries)} == {"name", "email"}


def half_signed() -> Record:
    """The first of two signers has finished."""
    one, two = signer("Signer One", 1), signer("Signer Two", 2)
    record = Record(make_envelope(one, two, types=("signature", "text")))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    sign(record, one)
    return record


def sign(record: Record, person: Recipient) -> None:
    record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW))
    record.add(adopting.adopt(record.envelope, signature(person)))
    record.add(finish(record.envelope, person))


def test_who_has_finished_and_is_set_back_to_finish_again_differs() -> None:
    record = half_signed()
    one, two = record.envelope.recipients
    set_back = replace(one, status=RecipientStatus.DELIVERED)
    record.envelope = replace(record.envelope, recipients=(set_back, two))
    record.add(finish(record.envelope, set_back))

    assert named(record.envelope, record) == {"recipients.status"}


def test_an_envelope_that_is_set_back_to_be_opened_again_differs() -> None:
    record = half_signed()
    record.envelope = replace(record.envelope, status=Status.SENT)
    sign(record, record.envelope.recipients[1])

    assert named(record.envelope, record) == {"envelopes.status"}


@pytest.mark.parametrize(
    ("part", "column"), [("fields", "recipient_ids"), ("signatures", "recipient_id")]
)
def test_what_was_given_to_the_next_signer_and_given_back_differs(part: str, column: str) -> None:
    record = half_signed()
    two = record.envelope.recipients[1]
    mine = getattr(record.envelope, part)

    whose = (
        {"recipient_ids": (two.id,), "filled_by": None} if part == "fields" else {column: two.id}
    )
    lent = tuple(replace(each, **whose) for each in mine)
    record.envelope = replace(record.envelope, **{part: lent})
    record.add(consenting.accept(record.envelope, two.id, DISCLOSURE, ORIGIN, NOW))
    if part == "fields":
        record.add(adopting.adopt(record.envelope, signature(two)))
    record.add(finish(record.envelope, two))
    record.envelope = replace(record.envelope, **{part: given_back(record, part, column, mine)})

    expected = {"fields": {"fields.recipient_ids", "fields.filled_by"}}
    assert named(record.envelope, record) == expected.get(part, {f"{part}.{column}"})


def given_back(record: Record, part: str, column: str, mine: Any) -> Any:
    """The same parts with whose they were before."""
    was = {each.id: getattr(each, column) for each in mine}
    parts = getattr(record.envelope, part)
    return tuple(replace(p, **{column: was.get(p.id, getattr(p, column))}) for p in parts)


def proved(*proofs: str) -> Record:
    """Finished by a signer of whom a code by e-mail was asked, who gave these proofs."""
    person = signer("Signer One", options=RecipientOptions(proofs=("email_code",)))
    record = Record(make_envelope(person))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    for proof in proofs:
        given = ProofGiven(
            recipient_id=person.id, proof=proof, address="", user_agent="", detail=""
        )
        record.add(Outcome(record.envelope, (given,)))
    record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW))
    record.add(adopting.adopt(record.envelope, signature(person)))
    record.add(finish(record.envelope, person))
    return record


@pytest.mark.parametrize("proofs", [(), ("totp",)])
def test_who_finished_without_what_was_asked_of_them_differs(proofs: tuple[str, ...]) -> None:
    """Options that asked nothing for a moment, or a session that was given a proof by hand."""
    record = proved(*proofs)

    assert named(record.envelope, record) == {"recipients.options"}
    assert named((done := proved("email_code")).envelope, done) == set()


def test_what_another_person_proved_counts_no_more() -> None:
    person = signer("Signer One", options=RecipientOptions(proofs=("email_code",)))
    record = Record(make_envelope(person))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    given = ProofGiven(
        recipient_id=person.id, proof="email_code", address="", user_agent="", detail=""
    )
    record.add(Outcome(record.envelope, (given,)))
    change = Correction("Signer Two", "two@example.com")
    record.add(correcting.correct(record.envelope, person.id, change, NOW))
    record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW))
    record.add(adopting.adopt(record.envelope, signature(person)))
    record.add(finish(record.envelope, person))

    assert named(record.envelope, record) == {"recipients.options"}


def test_who_signed_in_person_was_met_by_their_host() -> None:
    person = signer("Signer One", role=IN_PERSON_SIGNER)
    record = Record(make_envelope(person))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    alone = replace(record, events=[], jobs=[])
    for one, is_met in ((record, True), (alone, False)):
        if is_met:
            one.meet(person.id)
        one.add(consenting.accept(one.envelope, person.id, DISCLOSURE, ORIGIN, NOW))
        one.add(adopting.adopt(one.envelope, signature(person)))
        one.add(finish(one.envelope, person))

    assert named(record.envelope, record) == set()
    assert named(alone.envelope, alone) == {"recipients.options"}
