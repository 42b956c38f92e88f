"""Invites a recipient whose turn it is."""

from actors import mail
from actors.job import actor
from tenants.use_cases import leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_invitation(job: LeasedJob) -> None:
    mail.send(mailing.load(job), "invitation", job.organization.installation.settings)
    leasing.done(job)
