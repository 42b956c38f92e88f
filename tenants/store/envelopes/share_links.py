"""Links by which an envelope is read without an account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows

OPEN = """
    select s.id as link_id, s.envelope_id, s.expires_at, p.name as shared_by,
        o.name as organization_name, o.time_zone
    from share_links s join people p on p.id = s.shared_by cross join organizations o
    join envelopes e on (e.organization_id, e.id) = (s.organization_id, s.envelope_id)
    join memberships m
        on (m.organization_id, m.person_id) = (s.organization_id, s.shared_by)
    where s.id = %s and s.expires_at > %s and e.deleted_at is null and o.suspended_at is null
"""


@dataclass(frozen=True, slots=True)
class ListedLink:
    id: UUID
    shared_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that may be used, and whom its reader has it from."""

    link_id: UUID
    envelope_id: UUID
    expires_at: datetime
    shared_by: str
    organization_name: str
    time_zone: str


class ShareLinks:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, envelope_id: UUID, now: datetime) -> list[ListedLink]:
        """
        Those that open it, in the order they were made.

        None that has expired, nor one of a member who has left.
        """
        rows = self._rows.all(
            "select s.id, s.expires_at, p.name as shared_by"
            " from share_links s join memberships m"
            " on (m.organization_id, m.person_id) = (s.organization_id, s.shared_by)"
            " join people p on p.id = s.shared_by"
            " where s.envelope_id = %s and s.expires_at > %s order by s.shared_at, s.id",
            *(envelope_id, now),
        )
        return [ListedLink(**row) for row in rows]

    def open(self, link_id: UUID, now: datetime) -> OpenLink | None:
        """None when it is over, or its envelope or organization is not to be read."""
        row = self._rows.one_or_none(OPEN, link_id, now)
        return OpenLink(**row) if row else None

    def add(
        self,
        envelope_id: UUID,
        link_id: UUID,
        token_hash: bytes,
        by: UUID,
        now: datetime,
        expires_at: datetime,
    ) -> None:
        self._rows.change(
            envelope_id,
            "insert into share_links (organization_id, id, envelope_id, token_hash, shared_by,"
            " shared_at, expires_at) values (%s, %s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, link_id, envelope_id, token_hash, by, now, expires_at),
        )

    def made_by(self, person_id: UUID, until: datetime, most: int) -> list[tuple[UUID, UUID]]:
        """Up to `most` links that they made until then: (envelope's id, link's id)."""
        rows = self._rows.all(
            "select envelope_id, id from share_links where shared_by = %s and shared_at <= %s"
            " order by envelope_id, id limit %s",
            *(person_id, until, most),
        )
        return [(row["envelope_id"], row["id"]) for row in rows]

    def remove(self, envelope_id: UUID, link_id: UUID) -> bool:
        """Whether the envelope had it."""
        revoked = self._rows.change(
            envelope_id,
            "delete from share_links where id = %s and envelope_id = %s",
            *(link_id, envelope_id),
        )
        return revoked == 1

    def count_after_sweep(self, envelope_id: UUID, now: datetime) -> int:
        """How many there are when those that have expired are gone."""
        self._rows.change(
            envelope_id,
            "delete from share_links where envelope_id = %s and expires_at <= %s",
            *(envelope_id, now),
        )
        row = self._rows.one(
            "select count(*) as count from share_links where envelope_id = %s", envelope_id
        )
        return int(row["count"])
