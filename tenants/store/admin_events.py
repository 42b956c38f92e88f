"""An organization's own log as rows: append and read, nothing else."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.audit import BrokenChain, Entry, Head, PersonalValue, Trail, verify

if TYPE_CHECKING:
    from tenants.organization import Transaction


class AdminEvents:
    """One chain per organization, appended under the lock of its head."""

    def __init__(self, transaction: "Transaction") -> None:
        self._tx = transaction

    def lock(self) -> Head:
        """The end of the chain, held until the transaction ends."""
        self._tx.run(
            "insert into admin_heads (organization_id, hash) values (%s, %s)"
            " on conflict do nothing",
            *(self._tx.organization_id, Head().hash),
        )
        row = self._tx.one("select sequence, hash from admin_heads for update")
        return Head(row["sequence"], row["hash"])

    def head(self) -> Head:
        row = self._tx.maybe("select sequence, hash from admin_heads")
        return Head(row["sequence"], row["hash"]) if row else Head()

    def is_intact(self, limit: int) -> tuple[int, bool]:
        """How many entries at the end were looked at, and whether they are as they were written."""
        head = self.head()  # first: whatever is written meanwhile comes after it
        rows = self._tx.all(
            "select sequence, id, type, at, text, hash from admin_events where sequence <= %s"
            " order by sequence desc limit %s",
            *(head.sequence, limit + 1),
        )
        entries, since = self.entries(rows[::-1]), None
        if len(entries) > limit:
            since, entries = Head(entries[0].sequence, entries[0].hash), entries[1:]
        whose = Trail(self._tx.organization_id, self._tx.organization_id)
        try:
            verify(whose, entries, head, since)
        except BrokenChain:
            return len(entries), False
        return len(entries), True

    def append(self, entries: Sequence[Entry]) -> None:
        """After `lock`, in whose transaction the head is moved, too."""
        organization_id = self._tx.organization_id
        self._tx.run_many(
            "insert into admin_events (organization_id, sequence, id, type, at, actor, text, hash)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (organization_id, e.sequence, e.id, e.type, e.at, e.actor, e.text, e.hash)
                for e in entries
            ],
        )
        self._tx.run_many(
            "insert into admin_values (organization_id, event_id, name, salt, value)"
            " values (%s, %s, %s, %s, %s)",
            [(organization_id, e.id, p.name, p.salt, p.value) for e in entries for p in e.personal],
        )
        if entries:
            last = entries[-1]
            self._tx.run(
                "update admin_heads set sequence = %s, hash = %s", last.sequence, last.hash
            )

    def entries(self, rows: Iterable[dict[str, Any]]) -> tuple[Entry, ...]:
        """Entries from rows of admin_events, with the personal values that were not erased."""
        rows = tuple(rows)
        personal: dict[UUID, list[PersonalValue]] = {}
        for row in self._tx.all(
            "select event_id, name, salt, value from admin_values where event_id = any(%s)",
            [row["id"] for row in rows],
        ):
            value = PersonalValue(row["name"], row["salt"], row["value"])
            personal.setdefault(row["event_id"], []).append(value)
        names = ("sequence", "id", "type", "at", "text", "hash")
        return tuple(
            Entry(**{n: row[n] for n in names}, personal=tuple(personal.get(row["id"], ())))
            for row in rows
        )
