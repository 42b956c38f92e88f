"""Gives each row of a bulk send a job of its own."""

from uuid import UUID

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.bulk_sends import running


@actor
def queue_bulk_rows(job: LeasedJob) -> None:
    bulk_id, generation = job.argument("bulk_id", UUID), job.argument("generation", int)
    more = True
    while more:
        with job.transaction() as tx:
            more = running.queue_some(tx, job, bulk_id, generation)
