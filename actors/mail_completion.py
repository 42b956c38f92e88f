"""Tells a recipient that all is signed, with links to the sealed documents."""

from actors import mail_recipient
from actors.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def mail_completion(job: LeasedJob) -> None:
    mail_recipient.send(job, "completion")
