"""Throws a file away that a member asked for a week ago."""

from actors.job import actor
from tenants.use_cases import exporting_values
from tenants.use_cases.leasing import LeasedJob


@actor
def forget_export(job: LeasedJob) -> None:
    exporting_values.forget(job)
