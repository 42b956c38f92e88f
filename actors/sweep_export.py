"""Throws away an export whose time is over, or that nobody wants."""

from actors.job import actor
from tenants.use_cases import exporting
from tenants.use_cases.leasing import LeasedJob


@actor
def sweep_export(job: LeasedJob) -> None:
    exporting.sweep(job)
