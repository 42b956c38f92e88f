"""The audit trail as rows: append and read, nothing else."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from core.envelopes.events.recipients import RecipientCorrected, RecipientNamed
from core.evidence import audit
from core.evidence.audit import Entry, Head
from core.refusals import NotFound
from tenants.store.evidence.personal_values import EntryValues, PersonalValues, entries
from tenants.store.rows import Rows

TRAIL = """
    select w.head_sequence, w.head_hash, e.sequence, e.id, e.type, e.at, e.text, e.hash,
        v.event_id, v.sealed, k.id as key_id, k.envelope_id, k.subject, k.wrapped
    from envelopes w left join audit_events e
        on (e.organization_id, e.envelope_id) = (w.organization_id, w.id)
    left join (audit_values v join subject_keys k
        on (k.organization_id, k.id) = (v.organization_id, v.key_id)
        and k.envelope_id = %(envelope)s)
        on (v.organization_id, v.envelope_id, v.sequence)
            = (e.organization_id, e.envelope_id, e.sequence)
    where w.id = %(envelope)s order by e.sequence
"""


class AuditEvents:
    """Appended under the lock of the envelope whose head they extend."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.values = PersonalValues(rows, "audit_values")

    def append(self, envelope_id: UUID, added: Iterable[Entry]) -> None:
        """The entries as they are hashed, and apart from them what they commit to."""
        added = tuple(added)
        self.append_each([(envelope_id, entry) for entry in added])
        self.values.keep(
            EntryValues(
                envelope_id, e.sequence, audit.subject(e) or audit.ORGANIZATION, e.id, e.personal
            )
            for e in added
            if e.personal
        )

    def append_each(self, added: Iterable[tuple[UUID, Entry]]) -> None:
        """Entries of several envelopes, which commit to nothing personal."""
        organization_id = self._rows.organization_id
        self._rows.run_many(
            "insert into audit_events (organization_id, envelope_id, sequence, id, type, at, text,"
            " hash) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (organization_id, id, e.sequence, e.id, e.type, e.at, e.text, e.hash)
                for id, e in added
            ],
        )

    def of(self, envelope_id: UUID) -> tuple[Entry, ...]:
        """The whole trail in order, with the personal values that were not erased."""
        return self.with_head(envelope_id)[0]

    def with_head(self, envelope_id: UUID) -> tuple[tuple[Entry, ...], Head]:
        """The same and the head of the same moment. Raises NotFound."""
        rows = self._rows.named(TRAIL, {"envelope": envelope_id})
        if not rows:
            raise NotFound
        head = Head(rows[0]["head_sequence"], rows[0]["head_hash"])
        written = [row for row in rows if row["id"] is not None]
        kept = (row for row in written if row["sealed"] is not None)
        return entries(written, self.values.opened(kept)), head

    def reason(self, envelope_id: UUID, types: Iterable[str]) -> str:
        """What the last entry of these types gives as its reason."""
        found = self.values.where(
            "v.envelope_id = %s and v.sequence = (select max(sequence) from audit_events"
            " where envelope_id = %s and type = any(%s))",
            *(envelope_id, envelope_id, list(types)),
        )
        return next((p.value for said in found for p in said.personal if p.name == "reason"), "")

    def named(self, envelope_ids: Iterable[UUID]) -> Iterator[EntryValues]:
        """How recipients of these envelopes are and were called; also those taken out again."""
        ids = list(envelope_ids)
        return self.values.where(
            "k.envelope_id = any(%s) and (v.envelope_id, v.sequence) in"
            " (select envelope_id, sequence from audit_events"
            " where envelope_id = any(%s) and type = any(%s))",
            *(ids, ids, [RecipientNamed.type, RecipientCorrected.type]),
        )
