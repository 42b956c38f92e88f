"""Has all members mailed that their organization is closed, or stays open after all."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import organization_closing


@actor
def tell_members(job: LeasedJob) -> None:
    organization_closing.tell(job)
