"""Makes all envelopes of an organization findable, some at a time."""

from actors.jobs.job import actor
from tenants.use_cases.envelopes.listing import search_index
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def index_envelopes(job: LeasedJob) -> None:
    search_index.index_all(job)
