"""Finds what an organization's retention rules have come to, every day."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import retention_rules


@actor
def apply_retention(job: LeasedJob) -> None:
    retention_rules.apply(job, job.now())
