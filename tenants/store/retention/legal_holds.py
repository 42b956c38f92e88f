"""Legal holds as rows, and the addresses that envelopes are about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.retention.retention import Holds, Subject
from tenants.store.rows import Rows

ADDRESSES = """
    select email from recipients where envelope_id = %(envelope)s
    union select p.email from people p join envelopes e on e.sender_id = p.id
    where e.id = %(envelope)s
"""
HOLDS_AND_ADDRESSES = f"""
    select subject, envelope_id, address, array({ADDRESSES}) as addresses
    from legal_holds where lifted_at is null
"""  # noqa: S608 - words of our own


@dataclass(frozen=True, slots=True)
class LegalHold:
    """`envelope_name` and `address` are empty where they are not what is held."""

    id: UUID
    subject: Subject
    envelope_id: UUID | None
    envelope_name: str
    address: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_at: datetime | None


class LegalHolds:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def in_force(self) -> Holds:
        """All that are in force; none is added before this transaction ends."""
        self._rows.lock_shared("holds")
        return _holds(
            self._rows.all(
                "select subject, envelope_id, address from legal_holds where lifted_at is null"
            )
        )

    def with_addresses(self, envelope_id: UUID) -> tuple[Holds, frozenset[str]]:
        """
        The holds in force, and the addresses of one envelope if there is any hold.

        In one query, for a page that only shows it: nothing is locked.
        """
        found = self._rows.named(HOLDS_AND_ADDRESSES, {"envelope": envelope_id})
        return _holds(found), frozenset(found[0]["addresses"] if found else ())

    def addresses(self, envelope_id: UUID) -> frozenset[str]:
        """Everyone whom an envelope is about: its recipients and its sender."""
        found = self._rows.named(ADDRESSES, {"envelope": envelope_id})
        return frozenset(row["email"] for row in found)

    def addresses_of(self, envelope_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
        """The same of many envelopes, by envelope."""
        ids = list(envelope_ids)
        found: dict[UUID, list[str]] = {}
        for row in self._rows.all(
            "select envelope_id, email from recipients where envelope_id = any(%s)"
            " union all select e.id, p.email from envelopes e join people p on p.id = e.sender_id"
            " where e.id = any(%s)",
            *(ids, ids),
        ):
            found.setdefault(row["envelope_id"], []).append(row["email"])
        return found

    def all(self) -> tuple[LegalHold, ...]:
        """Those in force first, then those lifted, the latest first."""
        found = self._rows.all(
            "select h.id, h.subject, h.envelope_id, coalesce(e.name, '') as envelope_name,"
            " h.address, h.reason, coalesce(p.name, '') as placed_by, h.placed_at, h.lifted_at"
            " from legal_holds h left join people p on p.id = h.placed_by"
            " left join envelopes e on e.id = h.envelope_id"
            " order by h.lifted_at is not null, h.placed_at desc limit 200"
        )
        return tuple(LegalHold(**row | {"subject": Subject(row["subject"])}) for row in found)

    def add(
        self,
        hold_id: UUID,
        subject: str,
        envelope_id: UUID | None,
        address: str,
        reason: str,
        placed_by: UUID,
        now: datetime,
    ) -> bool:
        """Waits for all decisions that asked for holds. False when the id is taken."""
        self._rows.lock_exclusive("holds")
        added = self._rows.run(
            "insert into legal_holds (organization_id, id, subject, envelope_id, address, reason,"
            " placed_by, placed_at) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, hold_id, subject, envelope_id, address, reason),
            *(placed_by, now),
        )
        return added == 1

    def lift(self, hold_id: UUID, now: datetime) -> bool:
        """False when it was lifted before. Raises NotFound."""
        row = self._rows.one("select lifted_at from legal_holds where id = %s for update", hold_id)
        if row["lifted_at"] is not None:
            return False
        self._rows.run("update legal_holds set lifted_at = %s where id = %s", now, hold_id)
        return True

    def erase_address(self, address: str) -> None:
        """In holds that were lifted."""
        self._rows.run(
            "update legal_holds set address = '' where address = %s and lifted_at is not null",
            address,
        )


def _holds(found: list[dict[str, Any]]) -> Holds:
    return Holds(
        organization=any(row["subject"] == Subject.ORGANIZATION for row in found),
        envelopes=frozenset(row["envelope_id"] for row in found if row["envelope_id"]),
        addresses=frozenset(row["address"] for row in found if row["address"]),
    )
