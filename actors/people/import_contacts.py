"""Takes over a long list of contacts."""

from actors.jobs.job import actor
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.people import contact_imports


@actor
def import_contacts(job: LeasedJob) -> None:
    contact_imports.run(job)
