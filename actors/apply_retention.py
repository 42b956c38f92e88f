"""Finds what an organization's retention rules have come to, every day."""

from actors.job import actor
from tenants.use_cases import retaining
from tenants.use_cases.leasing import LeasedJob


@actor
def apply_retention(job: LeasedJob) -> None:
    retaining.apply(job, job.now())
