"""Takes an organization apart whose time of grace is over, a step at a time."""

from actors.job import actor
from tenants.use_cases import dissolving
from tenants.use_cases.leasing import LeasedJob


@actor
def close_organization(job: LeasedJob) -> None:
    dissolving.dissolve(job, job.now())
