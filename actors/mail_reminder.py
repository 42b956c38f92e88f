"""Reminds a recipient, at most once: a second reminder would be worse than none."""

from datetime import UTC, datetime

from actors import mail
from actors.job import actor
from actors.undeliverable import RecipientRefused
from tenants.use_cases import correcting, leasing, mailing
from tenants.use_cases.leasing import LeasedJob


@actor
def mail_reminder(job: LeasedJob) -> None:
    letter = mailing.load(job)
    # Done first: a worker that dies in between sends nothing, rather than twice.
    leasing.done(job)
    recipient = letter.recipient
    asked = recipient and not recipient.finished and letter.envelope.status.open
    if not (asked and mailing.wanted(job)):
        return
    try:
        mail.send(letter, "reminder", job.organization.installation.settings)
    except RecipientRefused as refused:
        if not refused.permanent:
            raise
        correcting.bounced(job, refused.code, datetime.now(UTC), ends_job=False)
