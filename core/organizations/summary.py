"""What is counted when something happens to an envelope, and what the counts tell."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, Status
from core.envelopes.events.lifecycle import (
    EnvelopeCompleted,
    EnvelopeCreated,
    EnvelopeDeclined,
    EnvelopeDelivered,
    EnvelopeExpired,
    EnvelopeSent,
    EnvelopeSigned,
    EnvelopeVoided,
)

# A time falls between two of these seconds, each a fifth more than the one before it. The
# database makes the same list: see summary_bounds in tenants/schema/summaries.sql.
BOUNDS = tuple(round(1.2**n) for n in range(101))
NOW, TIME, SECONDS = "now.", "time.", "seconds"
# Counted on the day it happened.
CREATED, SENT, COMPLETED = "created", "sent", "completed"
DECLINED, VOIDED, EXPIRED = "declined", "voided", "expired"
# Counted on the day the envelope was sent: how far it came.
REACHED = (SENT, "opened", "signed", "finished")


@dataclass(frozen=True, slots=True)
class Delta:
    """`value` more of something, on the day of `at`; None: it has no day, it is so now."""

    metric: str
    at: datetime | None
    value: int = 1


@dataclass(frozen=True, slots=True)
class Durations:
    """How long half of all took, and nine of ten; None when there were none."""

    median: timedelta | None = None
    p90: timedelta | None = None


def deltas(before: Envelope, outcome: Outcome) -> tuple[Delta, ...]:
    """What an outcome adds to the summaries of its organization."""
    envelope = outcome.envelope
    if envelope.content_of is not None:
        return ()
    counted = [delta for event in outcome.events for delta in _of(event, envelope)]
    if before.status is not envelope.status:
        counted += [Delta(NOW + before.status, None, -1), Delta(NOW + envelope.status, None)]
    return tuple(counted)


def bucket(seconds: int) -> int:
    """The number of the interval of BOUNDS that a time belongs to."""
    return bisect_right(BOUNDS, seconds)


def durations(counts: Mapping[int, int]) -> Durations:
    """From how many times fell into each bucket. Off by no more than a tenth."""
    return Durations(_quantile(counts, 0.5), _quantile(counts, 0.9))


def _of(event: EnvelopeEvent, envelope: Envelope) -> Iterator[Delta]:
    match event:
        case EnvelopeCreated():
            yield Delta(CREATED, envelope.created_at)
            yield Delta(NOW + Status.DRAFT, None)
        case EnvelopeSent():
            yield Delta(SENT, envelope.sent_at)
        case EnvelopeDelivered():
            yield Delta("opened", envelope.sent_at)
        case EnvelopeSigned():
            yield Delta("signed", envelope.sent_at)
        case EnvelopeCompleted():
            yield from _completed(envelope)
        case EnvelopeDeclined():
            yield Delta(DECLINED, envelope.status_at)
        case EnvelopeVoided() if envelope.sent_at is not None:
            yield Delta(VOIDED, envelope.status_at)
        case EnvelopeExpired():
            yield Delta(EXPIRED, envelope.status_at)


def _completed(envelope: Envelope) -> Iterator[Delta]:
    yield Delta("finished", envelope.sent_at)
    yield Delta(COMPLETED, envelope.status_at)
    if envelope.sent_at is None or envelope.status_at is None:
        return
    seconds = max(0, int((envelope.status_at - envelope.sent_at).total_seconds()))
    yield Delta(f"{TIME}{bucket(seconds)}", envelope.status_at)
    yield Delta(SECONDS, envelope.status_at, seconds)


def _quantile(counts: Mapping[int, int], share: float) -> timedelta | None:
    remaining = share * sum(counts.values())
    if remaining <= 0:
        return None
    for number in sorted(counts):
        remaining -= counts[number]
        if remaining <= 0:
            return _middle(number)
    return _middle(max(counts))


def _middle(number: int) -> timedelta:
    """The time that is as far from the lower end of a bucket as from the upper one, in ratio."""
    lower = BOUNDS[number - 1] if number else 0
    upper = BOUNDS[min(number, len(BOUNDS) - 1)]
    return timedelta(seconds=round((lower * upper) ** 0.5))
