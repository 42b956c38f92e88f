"""Deletes an export of an organization that has expired, or that no one wants any more."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import export_steps


@actor
def delete_export(job: LeasedJob) -> None:
    with job.transaction() as tx:
        folder = export_steps.discard(tx, job)
    job.organization.delete_below(folder)
    with job.transaction() as tx:
        export_steps.delete(tx, job)
