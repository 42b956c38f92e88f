"""Makes all envelopes of an organization findable, some at a time."""

from actors.job import actor
from tenants.use_cases import indexing
from tenants.use_cases.leasing import LeasedJob


@actor
def index_envelopes(job: LeasedJob) -> None:
    indexing.index_all(job)
