"""Invites the recipients of a step whose time has come."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes.turns import starting


@actor
def start_step(job: LeasedJob) -> None:
    with job.transaction() as tx:
        starting.start(tx, job, job.now())
