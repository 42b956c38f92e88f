"""Which subject of an organization's provider is which person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class FormerIdentity:
    """A person who was removed from the organization and still is known at its provider."""

    issuer: str
    subject: str
    used_at: datetime | None


class SsoIdentities:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def lock_person(self, issuer: str, subject: str) -> UUID | None:
        """Whose subject it is; no one is disconnected meanwhile."""
        row = self._rows.one_or_none(
            "select person_id from sso_identities where issuer = %s and subject = %s for update",
            *(issuer, subject),
        )
        return row["person_id"] if row else None

    def of_person(self, issuer: str, person_id: UUID) -> tuple[datetime, datetime | None] | None:
        """When they were connected and came last; None when they are not connected."""
        row = self._rows.one_or_none(
            "select created_at, used_at from sso_identities where issuer = %s and person_id = %s",
            *(issuer, person_id),
        )
        return (row["created_at"], row["used_at"]) if row else None

    def add(self, issuer: str, subject: str, person_id: UUID, now: datetime) -> None:
        self._rows.run(
            "insert into sso_identities (organization_id, issuer, subject, person_id, created_at)"
            " values (%s, %s, %s, %s, %s)",
            *(self._rows.organization_id, issuer, subject, person_id, now),
        )

    def use(self, issuer: str, subject: str, now: datetime) -> None:
        """They signed in by it."""
        self._rows.run(
            "update sso_identities set used_at = %s where issuer = %s and subject = %s",
            *(now, issuer, subject),
        )

    def remove_of(self, issuer: str, person_id: UUID) -> list[str]:
        """The subjects that no longer are this person."""
        rows = self._rows.all(
            "delete from sso_identities where issuer = %s and person_id = %s returning subject",
            *(issuer, person_id),
        )
        return [row["subject"] for row in rows]

    def remove_former(self, issuer: str, subject: str) -> UUID | None:
        """Whose it was; None when it is that of a member, or of no one."""
        row = self._rows.one_or_none(
            "delete from sso_identities i where i.issuer = %s and i.subject = %s and not exists"
            " (select from memberships m where m.person_id = i.person_id) returning i.person_id",
            *(issuer, subject),
        )
        return row["person_id"] if row else None

    def connected(self, issuer: str) -> int:
        """How many members are."""
        row = self._rows.one(
            "select count(*) as n from sso_identities i join memberships m"
            " on m.person_id = i.person_id where i.issuer = %s",
            issuer,
        )
        return int(row["n"])

    def former(self, issuer: str) -> tuple[FormerIdentity, ...]:
        """Who came last first."""
        rows = self._rows.all(
            "select i.issuer, i.subject, i.used_at from sso_identities i"
            " left join memberships m on m.person_id = i.person_id"
            " where i.issuer = %s and m.person_id is null"
            " order by i.used_at desc nulls last, i.subject limit 200",
            issuer,
        )
        return tuple(FormerIdentity(**row) for row in rows)

    def has_used(self, person_id: UUID) -> bool:
        """Whether they have signed in by the connection there is now."""
        found = self._rows.one_or_none(
            "select from sso_identities i join sso_connections c on c.issuer = i.issuer"
            " where c.enabled and i.person_id = %s and i.used_at is not null",
            person_id,
        )
        return found is not None

    def is_at_home(self, person_id: UUID) -> bool:
        """Whether they are known through this organization only, and have no other way in."""
        row = self._rows.one(
            "select home_id is not null as home from people where id = %s", person_id
        )
        return bool(row["home"])

    def end_sessions(self, person_id: UUID | None = None) -> None:
        """Those that the provider gave this person, or with None everyone."""
        self._rows.run("select end_sso_sessions(%s)", person_id)
