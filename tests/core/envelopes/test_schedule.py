from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import reminding, routing, schedule
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.schedule import REMINDERS_LIMIT, Schedule
from tests.core.builders import LATER, NOW, make_envelope, signer

DAY = timedelta(days=1)


def waiting(remind_after: int = 3, remind_every: int = 2) -> Envelope:
    """Sent to two in sequence, the first of whom was asked now."""
    first = signer(status=RecipientStatus.SENT, sent_at=NOW)
    return replace(
        make_envelope(first, signer("Signer Two", 2), status=Status.SENT, sent_at=NOW),
        expires_at=NOW + 100 * DAY,
        schedule=Schedule(120, remind_after, remind_every),
    )


def test_a_recipient_who_is_asked_is_reminded_first_after_some_days_and_then_every_few() -> None:
    envelope = waiting()
    first = envelope.recipients[0].id

    due = reminding.scheduled(envelope, first, NOW)
    outcome = reminding.remind_by_schedule(envelope, first, NOW + 3 * DAY)

    assert due == NOW + 3 * DAY
    assert reminding.scheduled(outcome.envelope, first, NOW + 3 * DAY) == NOW + 5 * DAY
    jobs = outcome.events[0].jobs(outcome.envelope)
    assert [(job.kind, job.due_at) for job in jobs] == [
        ("mail_reminder", None),
        ("remind_recipient", NOW + 5 * DAY),
    ]


def test_the_invitation_brings_the_first_reminder_and_none_when_none_is_wanted() -> None:
    draft = make_envelope(signer(), status=Status.SENT, sent_at=NOW)
    wanted = routing.advance(replace(draft, schedule=Schedule(120, 3, 0)), NOW)
    unwanted = routing.advance(draft, NOW)

    jobs, none = (o.events[0].jobs(o.envelope) for o in (wanted, unwanted))

    assert [(job.kind, job.due_at) for job in jobs[1:]] == [("remind_recipient", NOW + 3 * DAY)]
    assert [job.kind for job in none] == ["mail_invitation"]


def test_a_reminder_by_hand_puts_the_next_one_off() -> None:
    envelope = waiting()

    by_hand = reminding.remind(envelope, NOW + 2 * DAY).envelope

    assert reminding.scheduled(by_hand, envelope.recipients[0].id, NOW) == NOW + 5 * DAY


def test_nobody_is_reminded_who_is_not_asked_or_for_nothing_or_too_often() -> None:
    envelope = waiting()
    first, second = envelope.recipients
    often = replace(first, auto_reminders=REMINDERS_LIMIT)
    bounced = replace(first, bounced_at=NOW)
    done = replace(first, status=RecipientStatus.COMPLETED, completed_at=NOW)

    for changed in (often, bounced, done):
        one = replace(envelope, recipients=(changed, second))
        assert reminding.scheduled(one, first.id, NOW) is None
    assert reminding.scheduled(envelope, second.id, NOW) is None
    assert reminding.scheduled(replace(envelope, status=Status.VOIDED), first.id, NOW) is None
    assert reminding.scheduled(replace(envelope, expires_at=LATER), first.id, LATER) is None


def test_without_further_reminders_there_is_one() -> None:
    envelope = waiting(3, 0)
    first = envelope.recipients[0].id

    after = reminding.remind_by_schedule(envelope, first, NOW + 3 * DAY).envelope

    assert reminding.scheduled(after, first, NOW + 3 * DAY) is None


@pytest.mark.parametrize("text", ["", "1 2", "0 0 0", "366 0 0", "3 -1 0", "a b c", "3 0 999"])
def test_what_is_no_schedule_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        schedule.read(text)


def test_a_schedule_is_read_as_it_is_written() -> None:
    assert schedule.read(Schedule(30, 3, 7).text) == Schedule(30, 3, 7)
