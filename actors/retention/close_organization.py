"""Takes an organization apart whose time of grace is over, a step at a time."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import organization_deletion


@actor
def close_organization(job: LeasedJob) -> None:
    organization_deletion.dissolve(job, job.now())
