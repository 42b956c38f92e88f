"""Tells the sender how an envelope has ended."""

from actors import mail
from actors.job import actor
from tenants.use_cases import leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_sender(job: LeasedJob) -> None:
    if mailing.wanted(job):
        mail.send(mailing.load(job), "sender", job.organization.installation.settings)
    leasing.done(job)
