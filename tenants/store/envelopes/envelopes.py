"""Envelopes with all their parts, read whole and saved by what changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core.documents.document import Document, DocumentStatus, Page
from core.envelopes.consent import Consent
from core.envelopes.envelope import Envelope, Signature, Status, steps
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.roles import registry as roles
from core.evidence.audit import Head
from core.fields import kinds, stored_properties
from core.fields.field import Field
from tenants.store.envelopes import changes
from tenants.store.fields import field_values
from tenants.store.rows import Rows

WHOLE = """
    select e.*, (
        select json_agg(r order by r.position) from recipients r where r.envelope_id = e.id
    ) as recipients, (
        select json_agg(c) from consents c where c.envelope_id = e.id
    ) as consents, (
        select json_agg(d order by d.position) from (
            select id, name, position, original_sha256, status, reason, notes, canonical_sha256,
                widths, heights, pages_rendered, sealed_sha256, size,
                jsonb_array_length(found) as found_fields
            from documents where envelope_id = e.id
        ) as d
    ) as documents, (
        select json_agg(f order by f.position) from fields f where f.envelope_id = e.id
    ) as fields, (
        select json_object_agg(field_id, encode(sealed, 'hex')) from field_values
        where envelope_id = e.id
    ) as values, (
        select json_agg(s order by s.position) from (
            select id, recipient_id, kind, method, image_sha256, position
            from signatures where envelope_id = e.id
        ) as s
    ) as signatures
    from envelopes e where e.id = %s
"""


class Envelopes:
    """An envelope is locked before it is decided about, and saved by Transaction.record."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._before: dict[UUID, Envelope] = {}

    def add(self, envelope: Envelope) -> bool:
        """A new draft. False when the id is taken: the same form was sent twice."""
        added = self._rows.run(
            "insert into envelopes (organization_id, id, sender_id, name, status, status_at,"
            " created_at, head_hash) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, envelope.id, envelope.sender_id, envelope.name),
            *(envelope.status, envelope.created_at, envelope.created_at, envelope.head.hash),
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

    def before(self, envelope_id: UUID) -> Envelope:
        """As it was when it was locked."""
        return self._before[envelope_id]

    def get(self, envelope_id: UUID) -> Envelope:
        """The envelope as it is now, all its parts at one moment. Raises NotFound."""
        return self.versioned(envelope_id)[0]

    def versioned(self, envelope_id: UUID) -> tuple[Envelope, int]:
        """The same with its version. Raises NotFound."""
        row = self._rows.one(WHOLE, envelope_id)
        sealed = {UUID(id): bytes.fromhex(text) for id, text in (row["values"] or {}).items()}
        return _envelope(row, field_values.opened(self._rows, sealed)), row["version"]

    def version(self, envelope_id: UUID) -> int:
        """Rises with every change, which is what pages that wait ask for. Raises NotFound."""
        row = self._rows.one("select version from envelopes where id = %s", envelope_id)
        return int(row["version"])

    def issue_links(self, envelope: Envelope, digests: Sequence[bytes]) -> None:
        """Make the link of each recipient findable by its hash, in the order of recipients."""
        self._rows.run(
            "select issue_links(%s, %s, %s, %s)",
            list(digests),
            envelope.id,
            [r.id for r in envelope.recipients],
            [r.link_generation for r in envelope.recipients],
        )

    def put_into_folder(self, envelope_id: UUID, folder_id: UUID | None) -> bool:
        """Whether it was not there before."""
        moved = self._rows.run(
            "update envelopes set folder_id = %s where id = %s and folder_id is distinct from %s",
            *(folder_id, envelope_id, folder_id),
        )
        return moved == 1

    def ids_after(self, after: UUID, most: int) -> list[UUID]:
        """The next of all envelopes, in the order of their ids."""
        rows = self._rows.all(
            "select id from envelopes where id > %s order by id limit %s", after, most
        )
        return [row["id"] for row in rows]

    def save(self, envelope: Envelope, head: Head, by: str, now: datetime) -> None:
        """Write what differs from the envelope that was locked. `by` is whoever changed it."""
        before = self._before[envelope.id]
        changes.save(self._rows, before, envelope)
        field_values.save(self._rows, envelope.id, before.fields, envelope.fields, by, now)
        # One row at a time through each state, for a trigger checks every move.
        for status in steps(before.status, envelope.status)[:-1]:
            self._rows.run("update envelopes set status = %s where id = %s", status, envelope.id)
        self._rows.run(
            "update envelopes set sender_id = %s, name = %s, message = %s, status = %s,"
            " status_at = coalesce(%s, status_at), sent_at = %s, expires_at = %s,"
            " certificate_sha256 = %s, head_sequence = %s, head_hash = %s, typed_in = %s,"
            " deleted_at = %s, erased_at = %s, erased_because = %s, send_requested_by = %s,"
            " sending_problem = %s, version = version + 1 where id = %s",
            *(envelope.sender_id, envelope.name, envelope.message),
            *(envelope.status, envelope.status_at),
            *(envelope.sent_at, envelope.expires_at, envelope.certificate_sha256),
            *(head.sequence, head.hash, envelope.typed_in, envelope.deleted_at),
            *(envelope.erased_at, envelope.erased_because, envelope.send_requested_by),
            *(envelope.sending_problem, envelope.id),
        )


def _envelope(row: dict[str, Any], values: Mapping[UUID, str]) -> Envelope:
    """From a row with its parts as JSON, which knows neither ids nor times."""
    consents = {c["recipient_id"]: _consent(c) for c in row["consents"] or ()}
    return Envelope(
        id=row["id"],
        organization_id=row["organization_id"],
        sender_id=row["sender_id"],
        name=row["name"],
        created_at=row["created_at"],
        message=row["message"],
        status=Status(row["status"]),
        status_at=row["status_at"],
        sent_at=row["sent_at"],
        expires_at=row["expires_at"],
        certificate_sha256=row["certificate_sha256"],
        deleted_at=row["deleted_at"],
        erased_at=row["erased_at"],
        erased_because=row["erased_because"],
        typed_in=row["typed_in"],
        send_requested_by=row["send_requested_by"],
        sending_problem=row["sending_problem"],
        recipients=tuple(_recipient(r, consents) for r in row["recipients"] or ()),
        documents=tuple(_document(d) for d in row["documents"] or ()),
        fields=tuple(_field(f, values) for f in row["fields"] or ()),
        signatures=tuple(_signature(s) for s in row["signatures"] or ()),
        head=Head(row["head_sequence"], row["head_hash"]),
    )


def _consent(row: dict[str, Any]) -> Consent:
    at = datetime.fromisoformat(row["at"])
    return Consent(row["version"], row["sha256"], row["language"], at)


def _recipient(row: dict[str, Any], consents: Mapping[str, Consent]) -> Recipient:
    return Recipient(
        id=UUID(row["id"]),
        name=row["name"],
        email=row["email"],
        role=roles.named(row["role"]),
        routing_order=row["routing_order"],
        status=RecipientStatus(row["status"]),
        link_generation=row["link_generation"],
        sent_at=_time(row["sent_at"]),
        delivered_at=_time(row["delivered_at"]),
        completed_at=_time(row["completed_at"]),
        reminded_at=_time(row["reminded_at"]),
        bounced_at=_time(row["bounced_at"]),
        consent=consents.get(row["id"]),
    )


def _document(row: dict[str, Any]) -> Document:
    sizes = zip(row["widths"], row["heights"], strict=True)
    return Document(
        id=UUID(row["id"]),
        name=row["name"],
        position=row["position"],
        original_sha256=row["original_sha256"],
        status=DocumentStatus(row["status"]),
        reason=row["reason"],
        notes=tuple(row["notes"]),
        canonical_sha256=row["canonical_sha256"],
        pages=tuple(Page(float(width), float(height)) for width, height in sizes),
        pages_rendered=row["pages_rendered"],
        sealed_sha256=row["sealed_sha256"],
        found_fields=row["found_fields"],
        size=row["size"],
    )


def _field(row: dict[str, Any], values: Mapping[UUID, str]) -> Field:
    field_id, kind = UUID(row["id"]), kinds.named(row["kind"])
    return Field(
        id=field_id,
        document_id=UUID(row["document_id"]),
        recipient_id=UUID(row["recipient_id"]),
        kind=kind,
        page=row["page"],
        x=float(row["x"]),
        y=float(row["y"]),
        width=float(row["width"]),
        height=float(row["height"]),
        required=row["required"],
        label=row["label"],
        properties=stored_properties.judged(kind, row["properties"]),
        value=values.get(field_id, ""),
    )


def _signature(row: dict[str, Any]) -> Signature:
    return Signature(
        id=UUID(row["id"]),
        recipient_id=UUID(row["recipient_id"]),
        kind=row["kind"],
        method=row["method"],
        image_sha256=row["image_sha256"],
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
