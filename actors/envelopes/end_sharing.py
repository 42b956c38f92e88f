"""Writes into the trails that envelopes are no longer shown to a team or a member who is gone."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import ended_sharing


@actor
def end_sharing(job: LeasedJob) -> None:
    with job.transaction() as tx:
        ended_sharing.end(tx, job)
