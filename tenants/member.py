"""A person signed in to one organization."""

from dataclasses import dataclass
from uuid import UUID

from tenants.organization import Organization


@dataclass(frozen=True, slots=True)
class Member:
    """What portal use cases are asked by. `role` is owner, admin, sender, viewer or auditor."""

    organization: Organization
    organization_name: str
    slug: str
    time_zone: str
    locale: str
    person_id: UUID
    name: str
    email: str
    role: str

    @property
    def actor(self) -> str:
        """How the audit trail names this person."""
        return f"person:{self.person_id}"
