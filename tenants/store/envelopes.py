"""Envelopes with all their parts, read whole and saved by what changed."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.audit import Head
from core.document import Document, DocumentStatus, Page
from core.envelope import Envelope, Signature, Status, steps
from core.field import Field, FieldType
from core.recipient import Recipient, RecipientStatus, Role
from tenants.store import changes

if TYPE_CHECKING:
    from tenants.organization import Transaction


class Envelopes:
    """An envelope is locked before it is decided about, and saved by Transaction.record."""

    def __init__(self, transaction: "Transaction") -> None:
        self._tx = transaction
        self._before: dict[UUID, Envelope] = {}

    def add(self, envelope: Envelope) -> bool:
        """A new draft. False when the id is taken: the same form was sent twice."""
        added = self._tx.run(
            "insert into envelopes (organization_id, id, sender_id, name, status, status_at,"
            " created_at, head_hash) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._tx.organization_id, envelope.id, envelope.sender_id, envelope.name),
            *(envelope.status, envelope.created_at, envelope.created_at, envelope.head.hash),
        )
        self._before[envelope.id] = envelope
        return added == 1

    def lock(self, envelope_id: UUID) -> Envelope:
        """The envelope, held until the transaction ends. Raises NotFound."""
        envelope = self._load(envelope_id, "for update")
        self._before[envelope_id] = envelope
        return envelope

    def before(self, envelope_id: UUID) -> Envelope:
        """As it was when it was locked."""
        return self._before[envelope_id]

    def get(self, envelope_id: UUID) -> Envelope:
        """The envelope as it is now, to read only. Raises NotFound."""
        return self._load(envelope_id, "")

    def version(self, envelope_id: UUID) -> int:
        """Rises with every change, which is what pages that wait ask for. Raises NotFound."""
        row = self._tx.one("select version from envelopes where id = %s", envelope_id)
        return int(row["version"])

    def save(self, envelope: Envelope, head: Head) -> None:
        """Write what differs from the envelope that was locked."""
        before = self._before[envelope.id]
        changes.save(self._tx, before, envelope)
        # One row at a time through each state, for a trigger checks every move.
        for status in steps(before.status, envelope.status)[:-1]:
            self._tx.run("update envelopes set status = %s where id = %s", status, envelope.id)
        self._tx.run(
            "update envelopes set name = %s, message = %s, status = %s,"
            " status_at = coalesce(%s, status_at), sent_at = %s, expires_at = %s,"
            " certificate_sha256 = %s, head_sequence = %s, head_hash = %s, version = version + 1"
            " where id = %s",
            *(envelope.name, envelope.message, envelope.status, envelope.status_at),
            *(envelope.sent_at, envelope.expires_at, envelope.certificate_sha256),
            *(head.sequence, head.hash, envelope.id),
        )

    def _load(self, envelope_id: UUID, hold: str) -> Envelope:
        row = self._tx.one(f"select * from envelopes where id = %s {hold}", envelope_id)  # noqa: S608 - a word of our own
        parts = {name: self._tx.all(query, envelope_id) for name, query in PARTS.items()}
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
            recipients=tuple(_recipient(r) for r in parts["recipients"]),
            documents=tuple(_document(d) for d in parts["documents"]),
            fields=tuple(_field(f) for f in parts["fields"]),
            signatures=tuple(Signature(**s) for s in parts["signatures"]),
            head=Head(row["head_sequence"], row["head_hash"]),
        )


PARTS = {
    "recipients": "select * from recipients where envelope_id = %s order by position",
    "documents": "select * from documents where envelope_id = %s order by position",
    "fields": "select * from fields where envelope_id = %s order by position",
    "signatures": "select id, recipient_id, kind, method, image_sha256 from signatures"
    " where envelope_id = %s order by position",
}


def _recipient(row: dict[str, Any]) -> Recipient:
    return Recipient(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        routing_order=row["routing_order"],
        status=RecipientStatus(row["status"]),
        link_generation=row["link_generation"],
        sent_at=row["sent_at"],
        delivered_at=row["delivered_at"],
        completed_at=row["completed_at"],
        reminded_at=row["reminded_at"],
    )


def _document(row: dict[str, Any]) -> Document:
    return Document(
        id=row["id"],
        name=row["name"],
        position=row["position"],
        original_sha256=row["original_sha256"],
        status=DocumentStatus(row["status"]),
        reason=row["reason"],
        notes=tuple(row["notes"]),
        canonical_sha256=row["canonical_sha256"],
        pages=tuple(Page(w, h) for w, h in zip(row["widths"], row["heights"], strict=True)),
        pages_rendered=row["pages_rendered"],
        sealed_sha256=row["sealed_sha256"],
        found_fields=len(row["found"]),
        size=row["size"],
    )


def _field(row: dict[str, Any]) -> Field:
    names = ("id", "document_id", "recipient_id", "page", "x", "y", "width", "height")
    return Field(
        type=FieldType(row["type"]),
        required=row["required"],
        label=row["label"],
        value=row["value"],
        **{name: row[name] for name in names},
    )
