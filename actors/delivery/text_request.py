"""Asks a recipient by SMS to sign, reminds them, or says that the envelope expires soon."""

from actors.delivery import recipient_text
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def text_request(job: LeasedJob) -> None:
    recipient_text.send(job, job.argument("letter", str))
