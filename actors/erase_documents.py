"""Erases the documents of an envelope whose time in the recycle bin, or by a rule, is over."""

from actors.job import actor
from tenants.use_cases import erasing
from tenants.use_cases.leasing import LeasedJob


@actor
def erase_documents(job: LeasedJob) -> None:
    erasing.erase(job, job.now())
