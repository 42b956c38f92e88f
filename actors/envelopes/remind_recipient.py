"""Reminds a recipient when the schedule of the envelope says so."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import reminding


@actor
def remind_recipient(job: LeasedJob) -> None:
    with job.transaction() as tx:
        reminding.remind_by_schedule(tx, job, job.now())
