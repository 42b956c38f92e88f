"""Warns those who have not finished, some days before an envelope expires."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import expiring


@actor
def warn_of_expiry(job: LeasedJob) -> None:
    with job.transaction() as tx:
        expiring.warn(tx, job, job.now())
