"""Tells a recipient that all is signed, with links to the sealed documents."""

from actors import mail
from actors.job import actor
from tenants.use_cases import leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_completion(job: LeasedJob) -> None:
    mail.send(mailing.load(job), "completion", job.organization.installation.settings)
    leasing.done(job)
