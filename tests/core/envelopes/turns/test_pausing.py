from datetime import timedelta

import pytest

from core.envelopes import ending, reminding
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Status
from core.envelopes.refusals import NotOpen, PausedBySender
from core.envelopes.schedule import DEFAULT, Schedule
from core.envelopes.turns import pausing
from core.evidence import consistency
from core.signing import consenting, declining
from tests.core.builders import DISCLOSURE, NOW, ORIGIN, SENDER, Record, make_envelope, signer

DAY = timedelta(days=1)


def paused(schedule: Schedule = DEFAULT) -> Record:
    people = signer("First", 1), signer("Second", 2)
    record = Record(make_envelope(*people, schedule=schedule))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    record.add(pausing.pause(record.envelope, NOW))
    return record


def test_no_one_acts_and_no_one_is_reminded() -> None:
    record = paused(schedule=Schedule(remind_after=1, remind_every=1))
    first = record.envelope.recipients[0].id

    with pytest.raises(PausedBySender):
        consenting.accept(record.envelope, first, DISCLOSURE, ORIGIN, NOW)
    with pytest.raises(PausedBySender):
        declining.decline(record.envelope, first, "", ORIGIN, NOW)
    with pytest.raises(PausedBySender):
        reminding.remind(record.envelope, NOW + DAY)
    assert reminding.remindable(record.envelope, NOW + DAY) == []
    assert reminding.scheduled(record.envelope, first, NOW + DAY) == NOW + 2 * DAY


def test_a_second_time_changes_nothing() -> None:
    record = paused()

    assert pausing.pause(record.envelope, NOW).events == ()
    record.add(pausing.resume(record.envelope, NOW))
    assert pausing.resume(record.envelope, NOW).events == ()


def test_those_who_were_asked_are_told_when_it_is_resumed() -> None:
    record = paused()

    record.add(pausing.resume(record.envelope, NOW + DAY), at=NOW + DAY)

    told = [j.arguments["recipient_id"] for j in record.job_kinds("mail_reminder")]
    assert told == [str(record.envelope.recipients[0].id)]
    assert record.envelope.paused_at is None
    assert consistency.differences(record.envelope, record.entries) == ()


def test_it_is_said_as_its_status_and_it_still_expires() -> None:
    record = paused()
    late = NOW + timedelta(days=121)

    expired = ending.expire(record.envelope, late).envelope

    assert record.envelope.shown_status == "paused"
    assert expired.status is Status.EXPIRED
    assert expired.shown_status == "expired"
    with pytest.raises(NotOpen):
        pausing.resume(record.envelope, late)
