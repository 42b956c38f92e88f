"""Ends an envelope whose time is over."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import expiring


@actor
def expire_envelope(job: LeasedJob) -> None:
    with job.transaction() as tx:
        expiring.expire(tx, job, job.now())
