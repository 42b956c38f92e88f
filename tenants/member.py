"""A member signed in to one organization, and the transactions they open in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import access
from core.access import MemberRole, Permission
from core.principal import MemberPrincipal
from core.sign_in.sign_in_policy import Admission
from tenants.committing import Committing
from tenants.installation import Organization
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Member(Committing):
    """What the portal knows of a member who is signed in."""

    organization: Organization
    organization_name: str
    slug: str
    time_zone: str
    locale: str
    person_id: UUID
    name: str
    email: str
    role: MemberRole
    session_id: UUID
    method: str  # how this person signed in: password, passkey or sso
    factors: int
    # Whether that is what the organization asks for.
    admission: Admission = Admission.ADMITTED
    # What the operator gave as the reason, while the organization is suspended.
    suspended_because: str | None = None
    # When it is to be taken apart, if its owners want that.
    closes_at: datetime | None = None
    # Whether the first steps of a new organization are neither done nor put away.
    onboarding: bool = False

    @property
    def actor(self) -> str:
        """How audit trails name this person."""
        return f"person:{self.person_id}"

    def may(self, permission: Permission) -> bool:
        """What to offer. What counts is decided again in the transaction."""
        return access.may(self.role, permission)

    @property
    def principal(self) -> MemberPrincipal:
        return MemberPrincipal(
            person_id=self.person_id,
            name=self.name,
            email=self.email,
            time_zone=self.time_zone,
            role=self.role,
            session_id=self.session_id,
            method=self.method,
            factors=self.factors,
            admitted=self.admission is Admission.ADMITTED,
        )

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """The only way into the organization for a member: the use case asks `tx.require`."""
        with self.organization.transaction(self.principal) as tx:
            yield tx
