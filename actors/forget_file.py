"""Throws an upload away that nobody needs any more."""

from actors.job import actor
from tenants.use_cases import discarding
from tenants.use_cases.leasing import LeasedJob


@actor
def forget_file(job: LeasedJob) -> None:
    discarding.discard(job)
