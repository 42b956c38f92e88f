"""Envelopes with all their parts, read whole and saved by what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from core.envelopes import steps as routing_steps
from core.envelopes.envelope import Envelope, steps
from core.evidence.audit import Head
from tenants.store.envelopes import changes, envelope_rows
from tenants.store.fields import field_values
from tenants.store.rows import Rows


class Envelopes:
    """An envelope is locked before it is decided about, and saved by Transaction.record."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._before: dict[UUID, Envelope] = {}
        self._left: dict[UUID, int] = {}

    def add(self, envelope: Envelope) -> bool:
        """A new draft. False when the id is taken: the same form was sent twice."""
        added = self._rows.change(
            envelope.id,
            "insert into envelopes (organization_id, id, sender_id, name, status, status_at,"
            " created_at, head_hash, template_id, template_version, content_of,"
            " bulk_send_id) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, envelope.id, envelope.sender_id, envelope.name),
            *(envelope.status, envelope.created_at, envelope.created_at, envelope.head.hash),
            *(envelope.template_id, envelope.template_version, envelope.content_of),
            envelope.bulk_send_id,
        )
        self._before[envelope.id] = envelope
        return added == 1

    def lock(self, envelope_id: UUID) -> Envelope:
        """The envelope, held until the transaction ends. Raises NotFound."""
        # Two statements: one that waits for the row would read its parts as they were before.
        self._rows.one("select from envelopes where id = %s for update", envelope_id)
        envelope = self.get(envelope_id)
        self._before[envelope_id] = envelope
        return envelope

    def hold(self, envelope_id: UUID) -> Envelope:
        """
        The envelope, which no one changes until the transaction ends. Raises NotFound.

        Others may hold it too: many copies of one envelope do not wait for each other.
        """
        self._rows.one("select from envelopes where id = %s for share", envelope_id)
        return self.get(envelope_id)

    def lock_heads(self, ids: Sequence[UUID]) -> dict[UUID, Head]:
        """
        The end of the audit trail of each, held until the transaction ends.

        In the order of their ids, so that two who lock several never wait for each other.
        """
        rows = self._rows.all(
            "select id, head_sequence, head_hash from envelopes where id = any(%s)"
            " order by id for update",
            list(ids),
        )
        return {row["id"]: Head(row["head_sequence"], row["head_hash"]) for row in rows}

    def before(self, envelope_id: UUID) -> Envelope:
        """As it was when it was locked."""
        return self._before[envelope_id]

    def get(self, envelope_id: UUID) -> Envelope:
        """The envelope as it is now, all its parts at one moment. Raises NotFound."""
        return self.versioned(envelope_id)[0]

    def versioned(self, envelope_id: UUID) -> tuple[Envelope, int]:
        """The same with its version. Raises NotFound."""
        row = self._rows.one(envelope_rows.WHOLE, envelope_id)
        return envelope_rows.envelope(self._rows, row), row["version"]

    def several(self, ids: Sequence[UUID]) -> dict[UUID, Envelope]:
        """Those that there are, by id, in one statement."""
        rows = self._rows.all(envelope_rows.SEVERAL, list(ids)) if ids else []
        return {row["id"]: envelope_rows.envelope(self._rows, row) for row in rows}

    def version(self, envelope_id: UUID) -> int:
        """Rises with every change, which is what pages that wait ask for. Raises NotFound."""
        row = self._rows.one("select version from envelopes where id = %s", envelope_id)
        return int(row["version"])

    def left_version(self, envelope_id: UUID) -> int:
        """That of one which this transaction holds, as it is by now. Raises NotFound."""
        known = self._left.get(envelope_id)
        return self.version(envelope_id) if known is None else known

    def issue_links(self, envelope: Envelope, digests: Sequence[bytes]) -> None:
        """Make the link of each recipient findable by its hash, in the order of recipients."""
        self._rows.run(
            "select issue_links(%s, %s, %s, %s)",
            list(digests),
            envelope.id,
            [r.id for r in envelope.recipients],
            [r.link_generation for r in envelope.recipients],
        )

    def folder_of(self, envelope_id: UUID) -> UUID | None:
        """Raises NotFound."""
        row = self._rows.one("select folder_id from envelopes where id = %s", envelope_id)
        folder_id: UUID | None = row["folder_id"]
        return folder_id

    def put_into_folders(self, folders: Mapping[UUID, UUID | None]) -> dict[UUID, UUID | None]:
        """Each envelope into a folder, or out of any; where those lay that were not there."""
        moved = self._rows.change_each(
            "update envelopes e set folder_id = w.folder_id"
            " from unnest(%s::uuid[], %s::uuid[]) as w (id, folder_id)"
            " where e.id = w.id and e.folder_id is distinct from w.folder_id"
            " returning new.id, old.folder_id",
            *(list(folders), list(folders.values())),
        )
        return {row["id"]: row["folder_id"] for row in moved}

    def folders_of(self, ids: Sequence[UUID]) -> dict[UUID, UUID | None]:
        """Where each lies now."""
        rows = self._rows.all("select id, folder_id from envelopes where id = any(%s)", list(ids))
        return {row["id"]: row["folder_id"] for row in rows}

    def ids_after(self, after: UUID, most: int) -> list[UUID]:
        """The next of all envelopes, in the order of their ids."""
        rows = self._rows.all(
            "select id from envelopes where id > %s order by id limit %s", after, most
        )
        return [row["id"] for row in rows]

    def save_heads(self, heads: Mapping[UUID, Head]) -> None:
        """Of envelopes that did not change themselves, but something beside them."""
        for id in heads:
            self._left.pop(id, None)
        self._rows.change_each(
            "update envelopes e set head_sequence = h.sequence, head_hash = h.hash,"
            " version = version + 1"
            " from unnest(%s::uuid[], %s::int[], %s::text[]) as h (id, sequence, hash)"
            " where e.id = h.id returning e.id",
            list(heads),
            [head.sequence for head in heads.values()],
            [head.hash for head in heads.values()],
        )

    def save(self, envelope: Envelope, head: Head, now: datetime) -> None:
        """Write what differs from the envelope that was locked."""
        before = self._before[envelope.id]
        changes.save(self._rows, before, envelope)
        field_values.save(self._rows, envelope.id, before.fields, envelope.fields, now)
        # One row at a time through each state, for a trigger checks every move.
        for status in steps(before.status, envelope.status)[:-1]:
            self._rows.change(
                envelope.id, "update envelopes set status = %s where id = %s", status, envelope.id
            )
        (left,) = self._rows.change_each(
            "update envelopes set sender_id = %s, name = %s, message = %s, status = %s,"
            " status_at = coalesce(%s, status_at), sent_at = %s, expires_at = %s, starts_at = %s,"
            " paused_at = %s, warned_at = %s, fields_corrected_at = %s,"
            " certificate_sha256 = %s, head_sequence = %s, head_hash = %s, typed_in = %s,"
            " deleted_at = %s, erased_at = %s, erased_because = %s, send_requested_by = %s,"
            " sending_problem = %s, expire_days = %s, remind_after = %s, remind_every = %s,"
            " remind_most = %s, warn_days = %s, archive = %s,"
            " steps = %s, proofs = %s, confirming = %s, version = version + 1 where id = %s"
            " returning id, version",
            *(envelope.sender_id, envelope.name, envelope.message),
            *(envelope.status, envelope.status_at),
            *(envelope.sent_at, envelope.expires_at, envelope.starts_at, envelope.paused_at),
            *(envelope.warned_at, envelope.fields_corrected_at),
            envelope.certificate_sha256,
            *(head.sequence, head.hash, envelope.typed_in, envelope.deleted_at),
            *(envelope.erased_at, envelope.erased_because, envelope.send_requested_by),
            *(envelope.sending_problem, *astuple(envelope.schedule), list(envelope.archive)),
            *(Jsonb(routing_steps.as_json(envelope.steps)), list(envelope.proofs)),
            *(Jsonb(envelope.confirming.as_json()), envelope.id),
        )
        self._left[envelope.id] = left["version"]
