"""Who is a member of the organization, in which role, and the rows that end with a membership."""

from dataclasses import dataclass
from uuid import UUID

from core.access import MemberRole
from tenants.store.rows import Rows

# Memberships are in the directory: no foreign key takes these along. Each table, and whose it is.
BELONGINGS = {
    "team_members": "person_id",
    "envelope_shares": "person_id",
    "share_links": "shared_by",
    "saved_views": "person_id",
    "bulk_actions": "person_id",
    "preferences": "person_id",
    "correspondents": "person_id",
    "contact_imports": "person_id",
    "exports": "person_id",
    "value_exports": "person_id",
}


@dataclass(frozen=True, slots=True)
class CurrentRole:
    """`frozen`: the organization is suspended, or about to be closed."""

    role: MemberRole
    frozen: bool


class Memberships:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def current_role(self, person_id: UUID, hold: bool) -> CurrentRole | None:
        """
        The role at this moment; None for who is no member.

        `hold`: nobody takes it away before the transaction ends.
        """
        row = self._rows.one_or_none(
            "select m.role, coalesce(o.suspended_at, o.closes_at) is not null as frozen"  # noqa: S608 - words of our own
            " from memberships m join organizations o on o.id = m.organization_id"
            f" where m.person_id = %s {'for share of m' if hold else ''}",
            person_id,
        )
        return CurrentRole(MemberRole(row["role"]), row["frozen"]) if row else None

    def hold(self, person_id: UUID) -> None:
        """A member, and so until the transaction ends: for rows that say so. Raises NotFound."""
        self._rows.one("select 1 from memberships where person_id = %s for key share", person_id)

    def remove(self, person_id: UUID) -> None:
        """With its sessions, teams, shares and whatever the person made for themself."""
        self._rows.run("delete from memberships where person_id = %s", person_id)
        for table, column in BELONGINGS.items():
            self._rows.run(f"delete from {table} where {column} = %s", person_id)  # noqa: S608 - our own names
