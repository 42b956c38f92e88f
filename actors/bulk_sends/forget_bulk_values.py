"""Deletes what the table of a bulk send held, once its time is over."""

from datetime import timedelta
from uuid import UUID

from actors.jobs.job import actor
from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.use_cases.bulk_sends import bulk_sends

LATER = timedelta(days=7)


@actor
def forget_bulk_values(job: LeasedJob) -> None:
    """While envelopes are still sent from it, it comes again."""
    now = job.now()
    try:
        with job.transaction() as tx:
            if bulk_sends.forget(tx, job.argument("bulk_id", UUID), now):
                tx.jobs.done(job)
            else:
                tx.jobs.put_back(job, now + LATER)
    except NotFound:  # someone has deleted it
        job.done()
