"""Deletes an export of field values, a week after a member asked for it."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import field_value_export


@actor
def delete_values_export(job: LeasedJob) -> None:
    job.organization.delete_below(field_value_export.folder(job))
    with job.transaction() as tx:
        field_value_export.delete(tx, job)
