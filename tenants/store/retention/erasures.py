"""Erasures of one person that were asked for, and how far each has come."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows

CONTEXT = "erasure"


@dataclass(frozen=True, slots=True)
class PersonErasure:
    """One that was asked for; `finished_at` is None while it is done."""

    id: UUID
    erased: int
    kept: int
    asked_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenErasure:
    """What a worker has to know. `after` is the last envelope that was looked at."""

    address: str
    with_documents: bool
    after: UUID


class Erasures:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(
        self, erasure_id: UUID, asked_by: UUID, address: str, with_documents: bool, now: datetime
    ) -> bool:
        """False when the id is taken. The address is stored encrypted, until it is done."""
        sealed = self._rows.key.encrypt(address.encode(), CONTEXT)
        added = self._rows.run(
            "insert into erasures (organization_id, id, asked_by, address, with_documents,"
            " asked_at) values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, erasure_id, asked_by, sealed, with_documents, now),
        )
        return added == 1

    def recent(self) -> tuple[PersonErasure, ...]:
        """The latest first."""
        found = self._rows.all(
            "select id, erased, kept, asked_at, finished_at from erasures"
            " order by asked_at desc, id limit 20"
        )
        return tuple(PersonErasure(**row) for row in found)

    def open(self, erasure_id: UUID) -> OpenErasure | None:
        """None when it is finished."""
        row = self._rows.one_or_none(
            "select address, with_documents, after from erasures"
            " where id = %s and finished_at is null",
            erasure_id,
        )
        if row is None:
            return None
        address = self._rows.key.decrypt(bytes(row["address"]), CONTEXT).decode()
        return OpenErasure(address, row["with_documents"], row["after"])

    def count_envelope(self, erasure_id: UUID) -> None:
        self._rows.run("update erasures set erased = erased + 1 where id = %s", erasure_id)

    def advance(self, erasure_id: UUID, after: UUID) -> None:
        self._rows.run("update erasures set after = %s where id = %s", after, erasure_id)

    def finish(self, erasure_id: UUID, kept: int, now: datetime) -> int:
        """The address goes as well. How many envelopes were erased."""
        row = self._rows.one(
            "update erasures set finished_at = %s, address = null, kept = %s where id = %s"
            " returning erased",
            *(now, kept, erasure_id),
        )
        return int(row["erased"])
