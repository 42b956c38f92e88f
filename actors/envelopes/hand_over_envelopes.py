"""Hands over the envelopes of a member who left to the member who takes them over."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes import ownership_transfer


@actor
def hand_over_envelopes(job: LeasedJob) -> None:
    with job.transaction() as tx:
        ownership_transfer.hand_over_rest(tx, job)
