"""Makes one envelope findable by its words."""

from actors.jobs.job import actor
from tenants.use_cases.envelopes.listing import search_index
from tenants.use_cases.jobs.leasing import LeasedJob


@actor
def index_envelope(job: LeasedJob) -> None:
    search_index.index(job)
