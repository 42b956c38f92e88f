"""Who is a member of the organization, in which role, and the rows that end with a membership."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.access import MemberRole
from core.addresses import email_address
from tenants.store.rows import Rows

# Memberships are in the directory: no foreign key takes these along. Each table, and whose it is.
BELONGINGS = {
    "team_members": "person_id",
    "saved_views": "person_id",
    "favourite_templates": "person_id",
    "bulk_actions": "person_id",
    "preferences": "person_id",
    "correspondents": "person_id",
    "contact_imports": "person_id",
    "bulk_sends": "person_id",
    "exports": "person_id",
    "value_exports": "person_id",
    "draft_views": "person_id",
    "oauth_consents": "person_id",
    "oauth_grants": "person_id",
}


@dataclass(frozen=True, slots=True)
class CurrentRole:
    """`frozen`: the organization is suspended, or about to be closed."""

    role: MemberRole
    frozen: bool


@dataclass(frozen=True, slots=True)
class ActingMember:
    person_id: UUID
    name: str
    email: str
    role: MemberRole


class Memberships:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def current_role(self, person_id: UUID, hold: bool) -> CurrentRole | None:
        """
        The role at this moment; None for who is no member.

        `hold`: no one takes it away before the transaction ends.
        """
        row = self._rows.one_or_none(
            "select m.role, coalesce(o.suspended_at, o.closes_at) is not null as frozen"  # noqa: S608 - words of our own
            " from memberships m join organizations o on o.id = m.organization_id"
            f" where m.person_id = %s {'for share of m' if hold else ''}",
            person_id,
        )
        return CurrentRole(MemberRole(row["role"]), row["frozen"]) if row else None

    def at_address(self, email: str) -> UUID | None:
        """The member with this e-mail address."""
        row = self._rows.one_or_none(
            "select p.id from people p join memberships m on m.person_id = p.id"
            " where lower(p.email) = %s",
            email_address.fold(email),
        )
        return row["id"] if row else None

    def acting_for(self, email: str) -> ActingMember | None:
        """The member with this address; without one, who has been an owner for the longest."""
        row = self._rows.one_or_none(
            "select m.person_id, p.name, p.email, m.role from memberships m"
            " join people p on p.id = m.person_id"
            " where case when %s = '' then m.role = 'owner' else lower(p.email) = lower(%s) end"
            " order by m.created_at, m.person_id limit 1",
            *(email, email),
        )
        return ActingMember(**row | {"role": MemberRole(row["role"])}) if row else None

    def hold(self, person_id: UUID) -> None:
        """A member, and so until the transaction ends: for rows that say so. Raises NotFound."""
        self._rows.one("select 1 from memberships where person_id = %s for key share", person_id)

    def hold_all(self, people: Sequence[UUID]) -> set[UUID]:
        """The same of several, in their order; those of them who are members."""
        rows = self._rows.all(
            "select person_id from memberships where person_id = any(%s)"
            " order by person_id for key share",
            list(people),
        )
        return {row["person_id"] for row in rows}

    def lock(self, person_id: UUID) -> MemberRole:
        """A member's role, once they have finished what they are doing. Raises NotFound."""
        row = self._rows.one(
            "select role from memberships where person_id = %s for update", person_id
        )
        return MemberRole(row["role"])

    def lock_or_none(self, person_id: UUID) -> MemberRole | None:
        """The same; None for who is no member."""
        row = self._rows.one_or_none(
            "select role from memberships where person_id = %s for update", person_id
        )
        return MemberRole(row["role"]) if row else None

    def owners(self) -> int:
        """How many there are."""
        row = self._rows.one("select count(*) as count from memberships where role = 'owner'")
        return int(row["count"])

    def add(self, person_id: UUID, role: str) -> bool:
        """False for who is a member already."""
        added = self._rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, person_id, role),
        )
        return added == 1

    def set_role(self, person_id: UUID, role: str) -> None:
        self._rows.run("update memberships set role = %s where person_id = %s", role, person_id)

    def is_address_taken(self, email: str, email_hash: bytes) -> bool:
        """Whether a member has it: those whom an identity provider brought have no hash of it."""
        found = self._rows.one_or_none(
            "select 1 from people where email_hash = %s or lower(email) = lower(%s) limit 1",
            *(email_hash, email),
        )
        return found is not None

    def has_second_factor(self, person_id: UUID) -> bool:
        """Raises NotFound."""
        row = self._rows.one(
            "select f.authenticator or f.passkeys > 0 as given"
            " from memberships m, factors_of(m.person_id) f where m.person_id = %s",
            person_id,
        )
        return bool(row["given"])

    def owned_envelopes(self, person_id: UUID) -> int:
        """How many envelopes a member would leave behind."""
        row = self._rows.one(
            "select count(*) as count from envelopes where sender_id = %s", person_id
        )
        return int(row["count"])

    def remove(self, person_id: UUID) -> None:
        """With its sessions, teams and whatever the person made for themself."""
        self._rows.run("delete from memberships where person_id = %s", person_id)
        for table, column in BELONGINGS.items():
            self._rows.run(f"delete from {table} where {column} = %s", person_id)  # noqa: S608 - our own names
