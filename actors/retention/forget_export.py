"""Throws a file away that a member asked for a week ago."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import field_value_export


@actor
def forget_export(job: LeasedJob) -> None:
    field_value_export.forget(job)
