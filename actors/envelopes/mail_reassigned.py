"""Tells a recipient that another person has taken over their part."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_reassigned(job: LeasedJob) -> None:
    recipient_mail.send(job, "reassigned")
