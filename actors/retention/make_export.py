"""Writes the next part of the file that holds everything an organization has."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import export_steps


@actor
def make_export(job: LeasedJob) -> None:
    export_steps.fill(job, job.now())
