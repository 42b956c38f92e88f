"""Tells a recipient that all is signed, with links to the sealed documents."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_completion(job: LeasedJob) -> None:
    recipient_mail.send(job, "completion")
