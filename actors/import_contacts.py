"""Takes over a long list of contacts."""

from actors.job import actor
from tenants.use_cases import importing_contacts
from tenants.use_cases.leasing import LeasedJob


@actor
def import_contacts(job: LeasedJob) -> None:
    importing_contacts.run(job)
