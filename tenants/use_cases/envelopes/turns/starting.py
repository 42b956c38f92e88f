"""The start of a step that waits for its time."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.turns import starting
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction


def start(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """
    A job that comes before the time comes again when it is; one whose time was changed has another
    in its place. What was paused is started when it is resumed.
    """
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    planned = job.argument("starts_at", datetime.fromisoformat)
    if envelope.starts_at == planned and planned > now:
        tx.jobs.put_back(job, planned)
        return
    outcome = starting.start(envelope, now)
    if outcome.events:
        tx.record(outcome, "system", now)
    tx.jobs.done(job)


def start_now(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """Raises NotOpen, PausedBySender, NothingScheduled."""
    return _decide(tx, envelope_id, now, lambda e: starting.start_now(e, now))


def change(tx: Transaction, envelope_id: UUID, at: datetime, now: datetime) -> Envelope:
    """Raises NotOpen, PausedBySender, NothingScheduled, Invalid with `starts_at`."""
    return _decide(tx, envelope_id, now, lambda e: starting.change(e, at, now))


def _decide(
    tx: Transaction, envelope_id: UUID, now: datetime, decision: Callable[[Envelope], Outcome]
) -> Envelope:
    tx.require(Permission.SEND_ENVELOPES)
    outcome = decision(tx.lock_changeable(envelope_id))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
