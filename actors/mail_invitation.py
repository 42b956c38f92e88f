"""Invites a recipient whose turn it is."""

from actors import mail_recipient
from actors.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def mail_invitation(job: LeasedJob) -> None:
    mail_recipient.send(job, "invitation")
