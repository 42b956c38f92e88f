"""A member who is not there: a job that goes on with what they began."""

from uuid import UUID

from core.access import MemberRole
from tenants.member import Member
from tenants.organization import Organization, Transaction

NO_SESSION = UUID(int=0)


def acting(tx: Transaction, organization: Organization, person_id: UUID) -> Member | None:
    """None when this person is no member any more. Each transaction asks for the role again."""
    row = tx.maybe(
        "select o.name as organization_name, o.slug, o.time_zone, o.locale, p.name, p.email,"
        " m.role from memberships m join people p on p.id = m.person_id"
        " join organizations o on o.id = m.organization_id where m.person_id = %s",
        person_id,
    )
    if row is None:
        return None
    role = MemberRole(row.pop("role"))
    return Member(
        organization=organization,
        person_id=person_id,
        role=role,
        session_id=NO_SESSION,
        method="password",
        factors=0,
        **row,
    )
