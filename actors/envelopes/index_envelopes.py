"""Makes all envelopes of an organization findable, some at a time."""

from actors.envelopes.search_index import index
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes.listing import search_index


@actor
def index_envelopes(job: LeasedJob) -> None:
    with job.transaction() as tx:
        ids = search_index.some(tx, job)
    for envelope_id in ids:
        index(job, envelope_id)
    with job.transaction() as tx:
        search_index.queue_next(tx, job, ids)
