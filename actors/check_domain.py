"""Looks whether a domain still carries the record by which an organization proved it."""

from actors.job import actor
from tenants.use_cases import capturing_domains
from tenants.use_cases.leasing import LeasedJob


@actor
def check_domain(job: LeasedJob) -> None:
    capturing_domains.check_again(job, job.now())
