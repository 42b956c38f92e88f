"""Envelopes in the recycle bin, and what decides how long an envelope is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Status
from core.retention.retention import BIN
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class DeletedEnvelope:
    """`erase_at` is when no one can take it out any more."""

    id: UUID
    name: str
    status: Status
    sender: str
    deleted_at: datetime
    held: bool = False

    @property
    def erase_at(self) -> datetime:
        return self.deleted_at + BIN


class DeletedEnvelopes:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(
        self, sender_id: UUID | None, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[DeletedEnvelope]:
        """The latest first. With a sender: those that they sent."""
        at, last = after or (None, None)
        found = self._rows.all(
            "select e.id, e.name, e.status, e.deleted_at, coalesce(p.name, '') as sender"
            " from envelopes e left join people p on p.id = e.sender_id"
            " where e.deleted_at is not null and e.erased_at is null and e.content_of is null"
            " and (%s::uuid is null or e.sender_id = %s)"
            " and (%s::timestamptz is null or (e.deleted_at, e.id) < (%s, %s::uuid))"
            " order by e.deleted_at desc, e.id desc limit %s",
            *(sender_id, sender_id, at, at, last, limit),
        )
        return [DeletedEnvelope(**row | {"status": Status(row["status"])}) for row in found]

    def decided_by(self, envelope_id: UUID) -> tuple[UUID | None, datetime]:
        """The template and the time of the status of an envelope. Raises NotFound."""
        row = self._rows.one(
            "select template_id, status_at from envelopes where id = %s", envelope_id
        )
        return row["template_id"], row["status_at"]
