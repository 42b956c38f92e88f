"""Roles that act and have no fields, made up here: what holds for them holds for any such role."""

from dataclasses import replace

import pytest

from core.envelopes import ending
from core.envelopes.drafts import draft_fields, draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles.cc import CC
from core.envelopes.roles.signer import SIGNER
from core.refusals import Invalid
from core.signing import adopting, consenting, declining
from core.signing.disclosures.disclosure import for_organization
from core.signing.refusals import AlreadyFinished, ConsentNeeded, NothingToSign, NotYourTurn
from tests.core.builders import (
    DISCLOSURE,
    LATER,
    NOW,
    ORIGIN,
    SENDER,
    completed,
    consented,
    field,
    finish,
    make_envelope,
    sent,
    signature,
    signed_by,
    signer,
    types_of,
)

DECIDES = replace(SIGNER, name="decides", signs=False, has_fields=False)
READS = replace(DECIDES, name="reads", must_open=True)
UNCOPIED = replace(DECIDES, name="uncopied", gets_copy=False)


def test_an_envelope_that_nobody_signs_can_be_sent_and_completed() -> None:
    one, two = signer("Decides One", role=DECIDES), signer("Reads Two", role=READS)

    envelope = consented(sent(one, two), two)
    envelope = finish(consented(envelope, one), one).envelope

    assert envelope.status is Status.SIGNED
    assert envelope.everybody_has_finished == "Everyone has finished"
    assert completed(envelope).status is Status.COMPLETED


def test_who_decides_finishes_without_a_signature() -> None:
    one = signer(role=DECIDES)

    outcome = finish(consented(sent(one, signer("Next", 2)), one), one)

    assert types_of(outcome) == ["recipient.completed", "recipient.invited"]
    assert outcome.events[0].private()["values"] == "{}"


def test_nobody_decides_before_they_could_read_or_out_of_turn() -> None:
    one, two = signer("Decides One", 1, role=DECIDES), signer("Decides Two", 2, role=DECIDES)
    envelope = sent(one, two)

    with pytest.raises(ConsentNeeded):
        finish(envelope, one)
    with pytest.raises(NotYourTurn):
        finish(envelope, two)


def test_who_has_only_to_open_the_documents_has_finished_by_opening_them() -> None:
    one, two = signer("Reads One", 1, role=READS), signer("Signer Two", 2)

    outcome = consenting.accept(sent(one, two), one.id, DISCLOSURE, ORIGIN, NOW)

    reader = outcome.envelope.recipient(one.id)
    assert types_of(outcome) == [
        "consent.accepted",
        "recipient.delivered",
        "envelope.delivered",
        "recipient.completed",
        "recipient.invited",
    ]
    assert reader.status is RecipientStatus.COMPLETED
    assert reader.delivered_at == reader.completed_at == NOW
    assert outcome.envelope.recipient(two.id).status is RecipientStatus.SENT


def test_opening_a_second_time_changes_nothing() -> None:
    one = signer(role=READS)
    opened = consented(sent(one, signer("Next", 2)), one)

    assert consenting.accept(opened, one.id, DISCLOSURE, ORIGIN, NOW).events == ()
    assert finish(opened, one).events == ()
    with pytest.raises(AlreadyFinished):
        declining.decline(opened, one.id, "Too late", ORIGIN, NOW)


def test_the_sender_is_told_once_that_it_was_opened() -> None:
    one = signer(role=READS)
    outcome = consenting.accept(sent(one, signer("Next", 2)), one.id, DISCLOSURE, ORIGIN, NOW)

    jobs = [job for event in outcome.events for job in event.jobs(outcome.envelope)]

    told = [job.arguments["notification"] for job in jobs if job.kind == "mail_progress"]
    assert told == ["opened"]


@pytest.mark.parametrize("role", [DECIDES, READS], ids=["decides", "reads"])
def test_declining_and_time_end_the_envelope_for_all(role: object) -> None:
    one = signer(role=role)
    envelope = sent(one, signer("Next", 2))

    declined = declining.decline(envelope, one.id, "Wrong price", ORIGIN, NOW).envelope
    expired = ending.expire(envelope, LATER).envelope

    assert declined.status is Status.DECLINED
    assert declined.recipient(one.id).status is RecipientStatus.DECLINED
    assert expired.status is Status.EXPIRED


@pytest.mark.parametrize("role", [DECIDES, READS, CC], ids=["decides", "reads", "cc"])
def test_no_field_is_placed_for_whoever_has_none(role: object) -> None:
    one, other = signer(), signer("Other", role=role)
    envelope = make_envelope(one, other)

    with pytest.raises(Invalid):
        draft_fields.place(envelope, [field(other, envelope.documents[0])])
    assert draft_sending.missing(envelope) == {}


def test_no_signature_is_adopted_by_whoever_has_no_fields() -> None:
    one = signer(role=DECIDES)

    with pytest.raises(NothingToSign):
        adopting.adopt(consented(sent(one), one), signature(one))


def test_a_role_without_a_copy_is_not_mailed_one() -> None:
    one, two = signer("One", role=UNCOPIED), signer("Two")
    envelope = signed_by(finish(consented(sent(one, two), one), one).envelope, two)
    done = ending.complete(envelope, {d.id: "5e" * 32 for d in envelope.documents}, "00" * 32, NOW)

    jobs = [job for event in done.events for job in event.jobs(done.envelope)]

    copied = [job.arguments["recipient_id"] for job in jobs if job.kind == "mail_completion"]
    assert copied == [str(two.id)]


def test_whoever_does_not_sign_accepts_a_disclosure_that_speaks_of_no_signature() -> None:
    to_sign, to_read = for_organization("One"), for_organization("One", signs=False)

    assert "sign" not in to_read.text.lower()
    assert to_sign.version != to_read.version
    assert to_sign.sha256 != to_read.sha256


def test_sending_waits_for_the_first_page_that_a_reader_sees() -> None:
    one = signer(role=READS)
    envelope = make_envelope(one)
    coming = replace(envelope.documents[0], pages_rendered=0)

    lacks = draft_sending.missing(replace(envelope, documents=(coming,)))

    assert set(lacks) == {"documents"}
    assert draft_sending.send(envelope, SENDER, NOW).envelope.status is Status.SENT
