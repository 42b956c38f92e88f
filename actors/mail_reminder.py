"""Reminds a recipient, at most once: a second reminder would be worse than none."""

from actors import mail
from actors.job import actor
from tenants.use_cases import leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_reminder(job: LeasedJob) -> None:
    letter = mailing.load(job)
    # Done first: a worker that dies in between sends nothing, rather than twice.
    leasing.done(job)
    recipient = letter.recipient
    asked = recipient and not recipient.finished and letter.envelope.status.open
    if asked and mailing.wanted(job):
        mail.send(letter, "reminder", job.organization.installation.settings)
