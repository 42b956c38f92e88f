"""Takes over a long list of contacts."""

from uuid import UUID

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.people import contact_imports


@actor
def import_contacts(job: LeasedJob) -> None:
    """A chunk per transaction; the next worker after a death goes on where this one stopped."""
    import_id = job.argument("import_id", UUID)
    with job.transaction() as tx:
        found = contact_imports.find(tx, import_id)
    rows = contact_imports.rows(job.organization, found)
    for start in range(found.done, len(rows), contact_imports.CHUNK):
        with job.transaction() as tx:
            contact_imports.take_chunk(tx, found, rows, start)
    with job.transaction() as tx:
        contact_imports.finish(tx, import_id)
        tx.jobs.done(job)
