"""Has all members mailed that their organization is closed, or stays open after all."""

from actors.job import actor
from tenants.use_cases import closing
from tenants.use_cases.leasing import LeasedJob


@actor
def tell_members(job: LeasedJob) -> None:
    closing.tell(job)
