"""Organizations that the command line opens: the demo's, and those of benches and tests."""

from datetime import datetime
from uuid import UUID

from core.organizations.sign_up import Foundation
from core.principal import SYSTEM
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.use_cases.organizations import founding
from tenants.use_cases.sign_in import passwords


def found(
    installation: Installation,
    *,
    slug: str,
    name: str,
    owner_name: str,
    owner_email: str,
    password: str,
    now: datetime,
) -> UUID:
    """
    For the operator. If an organization has this slug already, that one.

    Neither slug nor password is checked. An owner who is known here keeps name and password.
    """
    existing = installation.directory.organization_by_slug(slug)
    if existing:
        return existing
    person_id = installation.directory.enrol_person(
        *(new_id(), owner_name, owner_email, email_hash(owner_email)),
        passwords.hasher.hash(password),
    )
    return open_organization(
        installation, Foundation(name, slug, owner_name=owner_name), person_id, now
    )


def open_organization(
    installation: Installation, foundation: Foundation, owner_id: UUID, now: datetime
) -> UUID:
    """Raises Invalid(slug=...) when it is taken."""
    prepared = founding.prepare(installation, foundation, now)
    with prepared.organization.transaction(SYSTEM) as tx:
        founding.establish(tx, prepared, owner_id, now)
    return prepared.organization.id
