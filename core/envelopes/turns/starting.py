"""The start of a step that waits for its time: it comes, or the sender changes it."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.envelopes import routing
from core.envelopes.envelope import Envelope, Outcome, check_running, overdue
from core.envelopes.events.timing import StepStarted
from core.envelopes.refusals import NothingScheduled
from core.refusals import Invalid, sentence

LONGEST = timedelta(days=365)
PAST = sentence("Choose a time in the future.")
TOO_FAR = sentence("Choose a time within one year.")
EXPIRED_BY_THEN = sentence("The envelope expires before that. Choose an earlier time.")


def start(envelope: Envelope, now: datetime) -> Outcome:
    """
    Invite the step whose time has come. Before its time, while the envelope is paused and after its
    end nothing changes.
    """
    at = envelope.starts_at
    if at is None or at > now or envelope.paused_at:
        return Outcome(envelope)
    if not envelope.status.open or overdue(envelope, now):
        return Outcome(envelope)
    return _begin(envelope, now)


def start_now(envelope: Envelope, now: datetime) -> Outcome:
    """
    The sender does not want to wait. Where no step waits any more, nothing changes.

    Raises NotOpen, PausedBySender.
    """
    check_running(envelope, now)
    if envelope.starts_at is None:
        return Outcome(envelope)
    return _begin(envelope, now)


def change(envelope: Envelope, at: datetime, now: datetime) -> Outcome:
    """
    Another time for the start. The same again changes nothing.

    Raises NotOpen, PausedBySender, NothingScheduled, Invalid with `starts_at`.
    """
    _check_waits(envelope, now)
    if at == envelope.starts_at:
        return Outcome(envelope)
    check(at, now)
    if envelope.expires_at and at >= envelope.expires_at:
        raise Invalid(starts_at=EXPIRED_BY_THEN)
    return routing.plan(envelope, _order(envelope), at)


def check(at: datetime, now: datetime) -> None:
    """Raises Invalid with `starts_at`."""
    if at <= now:
        raise Invalid(starts_at=PAST)
    if at > now + LONGEST:
        raise Invalid(starts_at=TOO_FAR)


def _check_waits(envelope: Envelope, now: datetime) -> None:
    check_running(envelope, now)
    if envelope.starts_at is None:
        raise NothingScheduled


def _begin(envelope: Envelope, now: datetime) -> Outcome:
    order = _order(envelope)
    started = Outcome(replace(envelope, starts_at=None), (StepStarted(order=order),))
    return started.then(lambda e: routing.advance(e, now, starts=order))


def _order(envelope: Envelope) -> int:
    """Of the step that waits; those who only get a copy wait for no step."""
    return next((r.routing_order for r in routing.due(envelope.recipients)), 1)
