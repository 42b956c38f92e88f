"""Tells a recipient that an envelope has ended without everyone's signature."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_ending(job: LeasedJob) -> None:
    recipient_mail.send(job, "ending")
