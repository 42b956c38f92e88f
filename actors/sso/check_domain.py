"""Looks whether a domain still carries the record by which an organization proved it."""

from datetime import datetime

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.sso import sso_domains


@actor
def check_domain(job: LeasedJob) -> None:
    check_again(job, job.now())


def check_again(job: LeasedJob, now: datetime) -> None:
    """Once a day for each domain. Three days without the record, and it is let go."""
    domain = job.argument("domain", str)
    since = job.argument("since", datetime.fromisoformat)
    with job.transaction() as tx:
        token = sso_domains.token_to_check(tx, job, domain, since)
    if token is None:
        return
    found = sso_domains.check_name_server(job.organization.installation, domain, token)
    with job.transaction() as tx:
        sso_domains.note_check(tx, job, domain, since, found, now)
