"""Reminds a recipient, at most once: a second reminder would be worse than none."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_reminder(job: LeasedJob) -> None:
    recipient_mail.send_once(job, "reminder")
