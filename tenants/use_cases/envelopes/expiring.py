"""Warning before an envelope expires, and ending it when its time is over."""

from datetime import datetime
from uuid import UUID

from core.envelopes import ending
from core.envelopes.delivery import warning
from core.envelopes.envelope import overdue
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction


def expire(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """A job that comes before the time is over comes again when it is."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    if envelope.status.open and envelope.expires_at and not overdue(envelope, now):
        tx.jobs.put_back(job, envelope.expires_at)
        return
    tx.record(ending.expire(envelope, now), "system", now)
    tx.jobs.done(job)


def warn(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """A job that comes before its time, as after a later date was chosen, comes again then."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    due_at = warning.due_at(envelope, now)
    if due_at and due_at > now:
        tx.jobs.put_back(job, due_at)
        return
    if due_at:
        tx.record(warning.warn(envelope, now), "system", now)
    tx.jobs.done(job)
