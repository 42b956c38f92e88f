"""Tells the sender that somebody has opened or signed an envelope, if they want to know."""

from actors import mail
from actors.job import actor
from tenants.use_cases import leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_progress(job: LeasedJob) -> None:
    if mailing.wanted(job):
        mail.send(mailing.load(job), "progress", job.organization.installation.settings)
    leasing.done(job)
