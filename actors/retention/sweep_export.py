"""Throws away an export whose time is over, or that nobody wants."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import organization_export


@actor
def sweep_export(job: LeasedJob) -> None:
    organization_export.sweep(job)
