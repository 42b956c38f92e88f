"""Finds what an organization's retention rules have come to, every day."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import retention_rules


@actor
def apply_retention(job: LeasedJob) -> None:
    with job.transaction() as tx:
        retention_rules.apply(tx, job, job.now())
