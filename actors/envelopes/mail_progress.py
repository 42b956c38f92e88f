"""Tells the sender that somebody has opened or signed an envelope, if they want to know."""

from actors.delivery import mail
from actors.jobs.job import actor
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.jobs import leasing
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def mail_progress(job: LeasedJob) -> None:
    if envelope_mail.wanted(job):
        mail.send(envelope_mail.load(job), "progress", job.organization.installation.settings)
    leasing.done(job)
