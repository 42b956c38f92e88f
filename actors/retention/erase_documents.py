"""Erases the documents of an envelope whose time in the recycle bin, or by a rule, is over."""

from datetime import datetime

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import document_erasure


@actor
def erase_documents(job: LeasedJob) -> None:
    erase(job, job.now())


def erase(job: LeasedJob, now: datetime) -> None:
    """First it is written down that they go, then the files go, then the rows."""
    with job.transaction() as tx:
        erased = document_erasure.begin(tx, job, now)
    if erased is None:
        return
    document_erasure.delete_files(job.organization, erased)
    with job.transaction() as tx:
        document_erasure.finish(tx, job, now)
