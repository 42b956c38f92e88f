"""Ends an envelope whose time is over."""

from actors.jobs.job import actor
from tenants.use_cases.envelopes import expiring
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def expire_envelope(job: LeasedJob) -> None:
    expiring.expire(job, job.now())
