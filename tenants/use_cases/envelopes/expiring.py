"""Ending an envelope whose time is over."""

from datetime import datetime
from uuid import UUID

from core.envelopes import ending
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
