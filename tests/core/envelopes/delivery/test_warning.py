"""Who has not finished is warned once, some days before an envelope expires."""

from dataclasses import replace
from datetime import timedelta

from core.envelopes import correction, reminding
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.delivery import warning
from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope
from core.envelopes.schedule import Schedule
from tests.core import builders
from tests.core.builders import NOW, SENDER, signer

DAY = timedelta(days=1)


def sent(warn_days: int = 3, expire_days: int = 30) -> Envelope:
    draft = builders.make_envelope(signer("One"), signer("Two"), signer("Three", 2))
    planned = replace(draft, schedule=Schedule(expire_days, warn_days=warn_days))
    return draft_sending.send(planned, SENDER, NOW).envelope


def test_those_who_have_not_finished_and_the_sender_are_warned_once() -> None:
    envelope = sent()
    one, two, _ = envelope.recipients
    envelope = builders.signed_by(envelope, one)

    due = warning.due_at(envelope, NOW)
    outcome = warning.warn(envelope, NOW + 27 * DAY)

    assert due == NOW + 27 * DAY
    assert builders.types_of(outcome) == ["envelope.expiry_warned", "recipient.expiry_warned"]
    jobs = [job for event in outcome.events for job in event.jobs(outcome.envelope)]
    assert [(job.kind, job.arguments.get("recipient_id")) for job in jobs] == [
        ("mail_progress", None),
        ("mail_expiry_warning", str(two.id)),
    ]
    assert warning.due_at(outcome.envelope, NOW + 27 * DAY) is None


def test_sending_plans_the_warning_beside_the_end() -> None:
    draft = builders.make_envelope(signer("One"))

    def planned(schedule: Schedule) -> list[tuple[str, object]]:
        outcome = draft_sending.send(replace(draft, schedule=schedule), SENDER, NOW)
        jobs = [job for event in outcome.events for job in event.jobs(outcome.envelope)]
        return [(j.kind, j.due_at) for j in jobs if j.due_at]

    assert planned(Schedule(30, warn_days=3)) == [
        ("expire_envelope", NOW + 30 * DAY),
        ("warn_of_expiry", NOW + 27 * DAY),
    ]
    assert planned(Schedule(3, warn_days=3)) == [("expire_envelope", NOW + 3 * DAY)]
    assert planned(Schedule(30)) == [("expire_envelope", NOW + 30 * DAY)]


def test_a_later_date_is_warned_of_anew() -> None:
    envelope = warning.warn(sent(), NOW + 27 * DAY).envelope
    later = EnvelopeCorrection(expires_at=NOW + 60 * DAY)

    outcome = correction.correct(envelope, later, NOW + 28 * DAY)

    jobs = [job for event in outcome.events for job in event.jobs(outcome.envelope)]
    assert [(j.kind, j.due_at) for j in jobs] == [
        ("expire_envelope", NOW + 60 * DAY),
        ("warn_of_expiry", NOW + 57 * DAY),
    ]
    assert warning.due_at(outcome.envelope, NOW + 28 * DAY) == NOW + 57 * DAY


def test_a_warning_counts_as_a_mail() -> None:
    envelope = warning.warn(sent(), NOW + 27 * DAY).envelope

    assert reminding.remindable(envelope, NOW + 27 * DAY) == []
    assert warning.due_at(replace(envelope, warned_at=None), NOW + 31 * DAY) is None


def test_no_more_reminders_come_than_were_chosen() -> None:
    envelope = replace(sent(), schedule=Schedule(30, 1, 1, remind_most=2))
    first = envelope.recipients[0].id

    for day in (1, 2):
        assert reminding.scheduled(envelope, first, NOW) == NOW + day * DAY
        envelope = reminding.remind_by_schedule(envelope, first, NOW + day * DAY).envelope
    assert reminding.scheduled(envelope, first, NOW) is None
