"""Throws an upload away that nobody needs any more."""

from actors.jobs.job import actor
from tenants.use_cases.documents import unused_files
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def forget_file(job: LeasedJob) -> None:
    unused_files.discard(job)
