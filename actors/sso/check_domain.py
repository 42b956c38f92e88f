"""Looks whether a domain still carries the record by which an organization proved it."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.sso import sso_domains


@actor
def check_domain(job: LeasedJob) -> None:
    sso_domains.check_again(job, job.now())
