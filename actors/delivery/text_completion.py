"""Tells a recipient by SMS that everyone has finished."""

from actors.delivery import recipient_text
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob


@actor
def text_completion(job: LeasedJob) -> None:
    recipient_text.send(job, "completion")
