"""Writes the next part of the file that holds everything an organization has."""

from actors.job import actor
from tenants.use_cases import filling_export
from tenants.use_cases.leasing import LeasedJob


@actor
def make_export(job: LeasedJob) -> None:
    filling_export.fill(job, job.now())
