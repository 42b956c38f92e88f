"""Erases the documents of an envelope whose time in the recycle bin, or by a rule, is over."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import document_erasure


@actor
def erase_documents(job: LeasedJob) -> None:
    document_erasure.erase(job, job.now())
