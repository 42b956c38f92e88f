"""The audit trail as rows: append and read, nothing else."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from core.audit import Entry, PersonalValue

if TYPE_CHECKING:
    from tenants.organization import Transaction


class AuditEvents:
    """Appended under the lock of the envelope whose head they extend."""

    def __init__(self, transaction: "Transaction") -> None:
        self._tx = transaction

    def append(self, envelope_id: UUID, entries: Iterable[Entry]) -> None:
        """The entries as they are hashed, and apart from them what they commit to."""
        entries = tuple(entries)
        organization_id = self._tx.organization_id
        self._tx.run_many(
            "insert into audit_events (organization_id, envelope_id, sequence, id, type, at, text,"
            " hash) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (organization_id, envelope_id, e.sequence, e.id, e.type, e.at, e.text, e.hash)
                for e in entries
            ],
        )
        self._tx.run_many(
            "insert into audit_values (organization_id, envelope_id, event_id, name, salt, value)"
            " values (%s, %s, %s, %s, %s, %s)",
            [
                (organization_id, envelope_id, e.id, p.name, p.salt, p.value)
                for e in entries
                for p in e.personal
            ],
        )

    def of(self, envelope_id: UUID) -> tuple[Entry, ...]:
        """The whole trail in order, with the personal values that were not erased."""
        personal: dict[UUID, list[PersonalValue]] = {}
        for row in self._tx.all(
            "select event_id, name, salt, value from audit_values where envelope_id = %s",
            envelope_id,
        ):
            value = PersonalValue(row["name"], row["salt"], row["value"])
            personal.setdefault(row["event_id"], []).append(value)
        rows = self._tx.all(
            "select sequence, id, type, at, text, hash from audit_events"
            " where envelope_id = %s order by sequence",
            envelope_id,
        )
        return tuple(Entry(**row, personal=tuple(personal.get(row["id"], ()))) for row in rows)
