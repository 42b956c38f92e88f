"""Pausing a sent envelope: no one may act in it until its sender resumes it."""

from dataclasses import replace
from datetime import datetime

from core.envelopes import routing
from core.envelopes.envelope import Envelope, Outcome, overdue, with_recipients
from core.envelopes.events.timing import EnvelopePaused, EnvelopeResumed
from core.envelopes.refusals import NotOpen
from core.envelopes.turns import starting


def pause(envelope: Envelope, now: datetime) -> Outcome:
    """
    No one may act, no one is reminded and no step starts. Its time goes on: everyone was told when
    it expires. A second time changes nothing. Raises NotOpen.
    """
    _check_open(envelope, now)
    if envelope.paused_at:
        return Outcome(envelope)
    return Outcome(replace(envelope, paused_at=now), (EnvelopePaused(),))


def resume(envelope: Envelope, now: datetime) -> Outcome:
    """
    Those who were asked are told that they can continue, and a step whose time has come meanwhile
    starts. A second time changes nothing. Raises NotOpen.
    """
    _check_open(envelope, now)
    if not envelope.paused_at:
        return Outcome(envelope)
    told = (replace(r, reminded_at=now) for r in routing.asked(envelope.recipients))
    resumed = with_recipients(replace(envelope, paused_at=None), *told)
    return Outcome(resumed, (EnvelopeResumed(),)).then(lambda e: starting.start(e, now))


def _check_open(envelope: Envelope, now: datetime) -> None:
    if not envelope.status.open or overdue(envelope, now):
        raise NotOpen
