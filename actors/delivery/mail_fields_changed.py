"""Tells a recipient who was asked to sign that the sender changed fields of theirs."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_fields_changed(job: LeasedJob) -> None:
    recipient_mail.send(job, "fields_changed")
