"""Makes one envelope findable by its words."""

from actors.job import actor
from tenants.use_cases import indexing
from tenants.use_cases.leasing import LeasedJob


@actor
def index_envelope(job: LeasedJob) -> None:
    indexing.index(job)
