"""An organization's own log as rows: append and read, nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.evidence import audit
from core.evidence.audit import BrokenChain, Entry, Head, Trail
from core.evidence.missing_values import unrecorded_losses
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.store.evidence.personal_values import EntryValues, PersonalValues, entries
from tenants.store.rows import Rows

SOME = 20_000


class AdminEvents:
    """One chain per organization, appended under the lock of its head."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.values = PersonalValues(rows, "admin_values")

    def lock(self) -> Head:
        """The end of the chain, held until the transaction ends."""
        self._rows.run(
            "insert into admin_heads (organization_id, hash) values (%s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, Head().hash),
        )
        row = self._rows.one("select sequence, hash from admin_heads for update")
        return Head(row["sequence"], row["hash"])

    def head(self) -> Head:
        row = self._rows.one_or_none("select sequence, hash from admin_heads")
        return Head(row["sequence"], row["hash"]) if row else Head()

    def is_intact(self, limit: int) -> tuple[int, bool]:
        """How many entries at the end were looked at, and whether they are as they were written."""
        head = self.head()  # first: whatever is written meanwhile comes after it
        rows = self._rows.all(
            "select sequence, id, type, at, text, hash from admin_events where sequence <= %s"
            " order by sequence desc limit %s",
            *(head.sequence, limit + 1),
        )
        found, since = self.entries(rows[::-1]), None
        if len(found) > limit:
            since, found = Head(found[0].sequence, found[0].hash), found[1:]
        whose = Trail(self._rows.organization_id, self._rows.organization_id)
        try:
            audit.verify(whose, found, head, since)
        except BrokenChain:
            return len(found), False
        return len(found), not self._lacks(found)

    def _lacks(self, found: Sequence[Entry]) -> bool:
        """Whether values are gone that no one erased; with its key an organization erases all."""
        try:
            self._rows.key  # noqa: B018 - asked for what it raises
        except Destroyed:
            return False
        except Undecryptable:
            return True
        return bool(unrecorded_losses(found))

    def append(self, added: Sequence[Entry]) -> None:
        """After `lock`, in whose transaction the head is moved, too."""
        organization_id = self._rows.organization_id
        self._rows.run_many(
            "insert into admin_events (organization_id, sequence, id, type, at, actor, text, hash)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (organization_id, e.sequence, e.id, e.type, e.at, e.actor, e.text, e.hash)
                for e in added
            ],
        )
        whose = self._rows.organization_id
        self.values.keep(
            EntryValues(whose, e.sequence, audit.subject(e) or str(e.id), e.id, e.personal)
            for e in added
            if e.personal
        )
        if added:
            last = added[-1]
            self._rows.run(
                "update admin_heads set sequence = %s, hash = %s", last.sequence, last.hash
            )

    def entry(self, sequence: int) -> Entry | None:
        """One line of the log."""
        rows = self._rows.all(
            "select sequence, id, type, at, text, hash from admin_events where sequence = %s",
            sequence,
        )
        return next(iter(self.entries(rows)), None)

    def entries(self, rows: Iterable[dict[str, Any]]) -> tuple[Entry, ...]:
        """Entries from rows of admin_events, with the personal values that were not erased."""
        rows = tuple(rows)
        numbers = [row["sequence"] for row in rows]
        return entries(rows, self.values.where("v.sequence = any(%s)", numbers))

    def saying(self, *words: str) -> Iterator[EntryValues]:
        """What entries say that have all of these words of small letters in their values."""
        after: int | None = 0
        while after is not None:
            said = list(
                self.values.where("v.sequence > %s order by v.sequence limit %s", after, SOME)
            )
            yield from (each for each in said if each.says(*words))
            after = said[-1].sequence if len(said) == SOME else None

    def value_names(self, subjects: Iterable[str]) -> dict[int, set[str]]:
        """Which values entries say of these subjects, by the sequence of the entry."""
        whose = self._rows.organization_id
        said = self.values.where(
            "k.envelope_id = %s and k.subject = any(%s)", whose, list(subjects)
        )
        return {each.sequence: {p.name for p in each.personal} for each in said}
