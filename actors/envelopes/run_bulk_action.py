"""Does to many envelopes what a member wished, some at a time."""

from actors.jobs.job import actor
from tenants.use_cases.envelopes.listing import bulk_actions
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def run_bulk_action(job: LeasedJob) -> None:
    bulk_actions.run(job, job.now())
