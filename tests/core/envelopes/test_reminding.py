from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import reminding
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.refusals import NotOpen, NotTheirTurn, RemindedAlready
from tests.core.builders import LATER, NOW, make_envelope, signer

HOUR = timedelta(hours=1)


def waiting() -> Envelope:
    """Sent to two in sequence, the first of whom was asked now."""
    first = signer(status=RecipientStatus.SENT, sent_at=NOW)
    return make_envelope(
        first, signer("Signer Two", 2), status=Status.SENT, sent_at=NOW, expires_at=LATER
    )


def test_whoever_is_due_is_reminded_and_nobody_else() -> None:
    envelope = waiting()

    outcome = reminding.remind(envelope, NOW + HOUR)

    assert [e.recipient_id for e in outcome.events] == [envelope.recipients[0].id]  # type: ignore[attr-defined]
    assert outcome.envelope.recipients[0].reminded_at == NOW + HOUR
    assert outcome.envelope.recipients[1].reminded_at is None
    jobs = [job for event in outcome.events for job in event.jobs(outcome.envelope)]
    assert [(job.kind, job.arguments["recipient_id"]) for job in jobs] == [
        ("mail_reminder", str(envelope.recipients[0].id))
    ]


def test_nobody_is_mailed_twice_within_an_hour() -> None:
    envelope = waiting()
    reminded = reminding.remind(envelope, NOW + HOUR).envelope

    for early, at in ((envelope, NOW + HOUR / 2), (reminded, NOW + 1.5 * HOUR)):
        with pytest.raises(RemindedAlready):
            reminding.remind(early, at)
    assert reminding.remind(reminded, NOW + 2 * HOUR).events


def test_an_envelope_that_is_not_open_reminds_nobody() -> None:
    for status in (Status.DRAFT, Status.SIGNED, Status.VOIDED, Status.COMPLETED):
        with pytest.raises(NotOpen):
            reminding.remind(replace(waiting(), status=status), NOW + HOUR)
    with pytest.raises(NotOpen):
        reminding.remind(waiting(), LATER)


def test_it_is_known_from_when_on_somebody_may_be_reminded() -> None:
    envelope = waiting()
    reminded = reminding.remind(envelope, NOW + HOUR).envelope

    assert reminding.remindable_from(envelope) == NOW + HOUR
    assert reminding.remindable_from(reminded) == NOW + 2 * HOUR
    assert reminding.remindable_from(replace(envelope, status=Status.VOIDED)) is None


def test_one_of_several_is_reminded_alone() -> None:
    first = signer(status=RecipientStatus.SENT, sent_at=NOW)
    second = signer("Signer Two", status=RecipientStatus.SENT, sent_at=NOW)
    envelope = make_envelope(first, second, status=Status.SENT, sent_at=NOW, expires_at=LATER)

    outcome = reminding.remind(envelope, NOW + HOUR, second.id)

    assert [r.reminded_at for r in outcome.envelope.recipients] == [None, NOW + HOUR]
    with pytest.raises(RemindedAlready):
        reminding.remind(outcome.envelope, NOW + 1.5 * HOUR, second.id)


def test_one_for_whom_the_envelope_does_not_wait_yet_is_not_reminded() -> None:
    envelope = waiting()

    with pytest.raises(NotTheirTurn):
        reminding.remind(envelope, NOW + HOUR, envelope.recipients[1].id)
