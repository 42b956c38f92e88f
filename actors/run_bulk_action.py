"""Does to many envelopes what a member wished, some at a time."""

from actors.job import actor
from tenants.use_cases import acting_on_many
from tenants.use_cases.leasing import LeasedJob


@actor
def run_bulk_action(job: LeasedJob) -> None:
    acting_on_many.run(job, job.now())
