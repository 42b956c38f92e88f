"""Invites a recipient whose turn it is."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_invitation(job: LeasedJob) -> None:
    recipient_mail.send(job, "invitation")
