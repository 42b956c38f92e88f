"""Erases one person from an organization, some envelopes at a time."""

from actors.job import actor
from tenants.use_cases import forgetting
from tenants.use_cases.leasing import LeasedJob


@actor
def erase_person(job: LeasedJob) -> None:
    forgetting.forget(job, job.now())
