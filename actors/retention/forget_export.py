"""Throws a file away that a member asked for a week ago."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import field_value_export


@actor
def forget_export(job: LeasedJob) -> None:
    job.organization.delete_below(field_value_export.folder(job))
    with job.transaction() as tx:
        field_value_export.forget(tx, job)
