"""Looks whether a domain still carries the record by which an organization proved it."""

from datetime import datetime

from actors.jobs.job import actor
from core.organizations.domain_verification import DomainUse
from tenants.leased_job import LeasedJob
from tenants.use_cases.organizations import domain_claims


@actor
def check_domain(job: LeasedJob) -> None:
    check_again(job, job.now())


def check_again(job: LeasedJob, now: datetime) -> None:
    """Once a day for each domain. Three days without the record, and it is let go."""
    use, domain = job.argument("use", DomainUse), job.argument("domain", str)
    since = job.argument("since", datetime.fromisoformat)
    with job.transaction() as tx:
        token = domain_claims.token_to_check(tx, job, use, domain, since)
    if token is None:
        return
    found = domain_claims.check_name_server(job.organization.installation, domain, token)
    with job.transaction() as tx:
        domain_claims.note_check(tx, job, use, domain, since, found, now)
