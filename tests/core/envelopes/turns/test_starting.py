from datetime import timedelta

import pytest

from core.envelopes import reminding
from core.envelopes.drafts import draft, draft_routing, draft_sending
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.refusals import NothingScheduled, NotStartedYet, PausedBySender
from core.envelopes.steps import RoutingStep
from core.envelopes.turns import pausing, starting
from core.evidence import consistency
from core.refusals import Invalid
from core.signing import consenting
from core.signing.refusals import NotYourTurn
from tests.core.builders import DISCLOSURE, NOW, ORIGIN, SENDER, Record, make_envelope, signer

LATER = NOW + timedelta(days=3)


def scheduled() -> Record:
    """Sent now, to be started three days later."""
    record = Record(make_envelope(signer("First", 1), signer("Second", 2)))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW, starts_at=LATER))
    return record


def test_no_one_is_invited_or_may_act_before_the_time() -> None:
    record = scheduled()
    first = record.envelope.recipients[0]

    early = starting.start(record.envelope, LATER - timedelta(seconds=1))

    assert record.envelope.shown_status == "scheduled"
    assert record.job_kinds("mail_invitation") == []
    assert early.events == ()
    with pytest.raises(NotYourTurn):
        consenting.accept(record.envelope, first.id, DISCLOSURE, ORIGIN, NOW)
    with pytest.raises(NotStartedYet):
        reminding.remind(record.envelope, NOW)


def test_the_job_comes_at_the_time_and_once_more_changes_nothing() -> None:
    record = scheduled()
    (job,) = record.job_kinds("start_step")

    record.add(starting.start(record.envelope, LATER), at=LATER)
    again = starting.start(record.envelope, LATER)

    assert job.due_at == LATER
    assert record.envelope.shown_status == "sent"
    assert len(record.job_kinds("mail_invitation")) == 1
    assert again.events == ()
    assert consistency.differences(record.envelope, record.entries) == ()


def test_it_expires_counted_from_its_start() -> None:
    record = scheduled()

    assert record.envelope.expires_at == LATER + timedelta(days=120)


def test_the_sender_changes_the_time_or_does_not_wait() -> None:
    record = scheduled()
    sooner = NOW + timedelta(hours=1)

    record.add(starting.change(record.envelope, sooner, NOW))
    changed = record.envelope.starts_at
    record.add(starting.start_now(record.envelope, NOW))

    assert changed == sooner
    assert [j.due_at for j in record.job_kinds("start_step")] == [LATER, sooner]
    assert record.envelope.starts_at is None
    assert starting.start_now(record.envelope, NOW) == Outcome(record.envelope)
    with pytest.raises(NothingScheduled):
        starting.change(record.envelope, sooner, NOW)


@pytest.mark.parametrize("days", [-1, 0, 120 + 3, 366])
def test_a_time_that_has_passed_or_lies_too_far_is_refused(days: int) -> None:
    with pytest.raises(Invalid) as wrong:
        starting.change(scheduled().envelope, NOW + timedelta(days=days), NOW)

    assert list(wrong.value.errors) == ["starts_at"]


def test_a_row_that_says_another_start_is_found() -> None:
    record = scheduled()
    changed = starting.change(record.envelope, LATER + timedelta(days=1), NOW).envelope

    assert consistency.differences(changed, record.entries)


def test_what_is_paused_starts_when_it_is_resumed() -> None:
    record = scheduled()
    record.add(pausing.pause(record.envelope, NOW))

    missed = starting.start(record.envelope, LATER)
    with pytest.raises(PausedBySender):
        starting.start_now(record.envelope, LATER)
    record.add(pausing.resume(record.envelope, LATER), at=LATER)

    assert missed.events == ()
    assert record.envelope.recipients[0].sent_at == LATER


def two_steps(*delays: int) -> Envelope:
    envelope = make_envelope(signer("First", 1), signer("Second", 2))
    return draft_routing.choose_steps(envelope, {}, dict(enumerate(delays, 1))).envelope


def test_a_delay_of_the_first_step_or_of_none_makes_no_difference() -> None:
    assert two_steps(24, 48).steps == (RoutingStep(2, 0, 48),)


def test_a_step_that_would_start_after_the_end_keeps_the_draft_from_being_sent() -> None:
    envelope = two_steps(0, 24 * 120)

    assert "expires before" in draft_sending.missing(envelope)["recipients"]
    with pytest.raises(Invalid) as wrong:
        draft_routing.choose_steps(envelope, {}, {2: 24 * 366})
    assert list(wrong.value.errors) == ["delay-2"]
