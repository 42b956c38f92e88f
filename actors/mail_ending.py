"""Tells a recipient that an envelope has ended without everybody's signature."""

from actors import mail
from actors.job import actor
from tenants.use_cases import leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_ending(job: LeasedJob) -> None:
    mail.send(mailing.load(job), "ending", job.organization.installation.settings)
    leasing.done(job)
