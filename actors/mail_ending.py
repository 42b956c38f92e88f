"""Tells a recipient that an envelope has ended without everybody's signature."""

from actors import mail_recipient
from actors.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def mail_ending(job: LeasedJob) -> None:
    mail_recipient.send(job, "ending")
