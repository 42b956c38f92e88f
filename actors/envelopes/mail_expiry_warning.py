"""Tells a recipient that an envelope is about to expire, at most once."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_expiry_warning(job: LeasedJob) -> None:
    recipient_mail.send_once(job, "expiry_warning")
