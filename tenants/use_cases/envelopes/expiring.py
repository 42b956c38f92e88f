"""Ending an envelope whose time is over."""

from datetime import datetime
from uuid import UUID

from core.envelopes import ending
from core.envelopes.envelope import overdue
from tenants.use_cases.jobs.leasing import LeasedJob


def expire(job: LeasedJob, now: datetime) -> None:
    """A job that comes before the time is over comes again when it is."""
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(job.said("envelope_id", UUID))
        if envelope.status.open and envelope.expires_at and not overdue(envelope, now):
            tx.jobs.put_back(job, envelope.expires_at)
            return
        tx.record(ending.expire(envelope, now), "system", now)
        tx.jobs.done(job)
