"""Tells a recipient whom the sender removed that nothing is asked of them any more."""

from actors.envelopes import recipient_mail
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def mail_removal(job: LeasedJob) -> None:
    recipient_mail.send(job, "removal")
