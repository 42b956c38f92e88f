"""Mails all members that their organization is being closed, or stays open after all."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import organization_closing


@actor
def notify_members(job: LeasedJob) -> None:
    with job.transaction() as tx:
        members = organization_closing.members(tx, job)
    letters = organization_closing.letters(job, members)
    with job.transaction() as tx:
        organization_closing.mail(tx, job, members, letters)
