from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import ending
from core.envelopes.envelope import Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.refusals import NoLongerVoidable, NotOpen
from core.refusals import Invalid
from tests.core.builders import (
    LATER,
    NOW,
    SHA256,
    adopted,
    cc,
    completed,
    make_envelope,
    new_id,
    sent,
    signed_by,
    signer,
    types_of,
)

ONE, COPY = signer(), cc()


def test_a_sent_envelope_is_voided_with_a_reason() -> None:
    for envelope in (sent(ONE), adopted(sent(ONE), ONE)):
        outcome = ending.void(envelope, " Wrong price ", NOW)

        assert outcome.envelope.status is Status.VOIDED
        assert outcome.events[0].private() == {"reason": "Wrong price"}
        assert ending.void(outcome.envelope, "again", NOW).events == ()


def test_a_draft_is_thrown_away_without_one() -> None:
    assert ending.void(make_envelope(), "", NOW).envelope.status is Status.VOIDED


@pytest.mark.parametrize("reason", ["", " \n", "\u200b", "x" * 1_001, "a\x00b", "\ud800!"])
def test_voiding_takes_a_reason_that_can_be_read(reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        ending.void(sent(ONE), reason, NOW)

    assert set(caught.value.errors) == {"reason"}


def test_after_the_last_finish_nothing_is_voided_or_expired() -> None:
    signed = signed_by(sent(ONE), ONE)

    for envelope in (signed, completed(signed)):
        with pytest.raises(NoLongerVoidable):
            ending.void(envelope, "Wrong price", NOW)
        assert ending.expire(envelope, LATER).envelope == envelope


@pytest.mark.parametrize("status", [Status.DECLINED, Status.EXPIRED])
def test_what_has_ended_is_not_voided(status: Status) -> None:
    with pytest.raises(NotOpen):
        ending.void(replace(sent(ONE), status=status), "Wrong price", NOW)


def test_an_envelope_expires_at_its_time_and_not_before() -> None:
    envelope = sent(ONE)
    due = NOW + timedelta(days=120)

    early = ending.expire(envelope, due - timedelta(seconds=1))
    outcome = ending.expire(envelope, due)

    assert early.envelope == envelope
    assert early.events == ()
    assert types_of(outcome) == ["envelope.expired"]
    assert outcome.envelope.status is Status.EXPIRED
    assert ending.expire(outcome.envelope, LATER).events == ()
    assert ending.expire(make_envelope(), LATER).events == ()


def test_completing_names_every_sealed_file_and_gives_the_copies() -> None:
    envelope = signed_by(sent(ONE, COPY), ONE)
    document_id = envelope.documents[0].id

    outcome = ending.complete(envelope, {document_id: "aa", new_id(): "bb"}, "cc", NOW)

    assert outcome.envelope.status is Status.COMPLETED
    assert outcome.envelope.documents[0].sealed_sha256 == "aa"
    assert outcome.envelope.certificate_sha256 == "cc"
    assert outcome.envelope.recipient(COPY.id).status is RecipientStatus.COMPLETED
    assert outcome.events[0].public() == {
        "documents": {str(document_id): "aa"},
        "certificate": "cc",
    }


def test_the_first_to_seal_has_won() -> None:
    done = completed(signed_by(sent(ONE), ONE))

    again = ending.complete(done, {done.documents[0].id: "other"}, "other", NOW)

    assert again.envelope == done
    assert again.events == ()


def test_a_document_that_was_not_sealed_completes_nothing() -> None:
    with pytest.raises(KeyError):
        ending.complete(signed_by(sent(ONE), ONE), {}, SHA256, NOW)


@pytest.mark.parametrize(
    "status", [s for s in Status if s not in (Status.SIGNED, Status.COMPLETED)]
)
def test_only_what_all_have_signed_is_completed(status: Status) -> None:
    envelope = make_envelope(status=status)

    with pytest.raises(NotOpen):
        ending.complete(envelope, {envelope.documents[0].id: SHA256}, SHA256, NOW)
