"""Ending an envelope whose time is over."""

from datetime import datetime
from uuid import UUID

from core import ending
from tenants.use_cases.leasing import LeasedJob


def expire(job: LeasedJob, now: datetime) -> None:
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(job.said("envelope_id", UUID))
        tx.record(ending.expire(envelope, now), "system", now)
        tx.jobs.done(job)
