"""Erases one person from an organization, some envelopes at a time."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import personal_data_erasure


@actor
def erase_person(job: LeasedJob) -> None:
    personal_data_erasure.forget(job, job.now())
