"""Makes one envelope findable by its words."""

from uuid import UUID

from actors.envelopes.search_index import index
from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.envelopes.listing import search_index


@actor
def index_envelope(job: LeasedJob) -> None:
    """Jobs that come later for the same version do nothing."""
    envelope_id = job.argument("envelope_id", UUID)
    index(job, envelope_id, lambda tx: search_index.end(tx, job, envelope_id))
