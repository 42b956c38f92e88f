"""Deletes an uploaded file that no row names any more."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.documents import unused_files


@actor
def delete_file(job: LeasedJob) -> None:
    names = unused_files.stored(job.organization, job)
    with job.transaction() as tx:
        unneeded = unused_files.unneeded(tx, job, names)
    job.organization.delete(*unneeded)
    with job.transaction() as tx:
        tx.jobs.done(job)
