"""Sealed documents and certificates, read by whoever took part; every read is logged."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelope import Envelope
from core.refusals import DocumentsGone, NotFound
from tenants.organization import Organization, Transaction


@dataclass(frozen=True, slots=True)
class Found:
    """Where a sealed file is kept in the object store."""

    name: str
    object: str


@dataclass(frozen=True, slots=True)
class SealedFile:
    """`name` is what it is called when it is saved."""

    name: str
    data: bytes


def find(
    tx: Transaction, envelope_id: UUID, document_id: UUID | None, *, actor: str, now: datetime
) -> Found:
    """
    A sealed document; without an id the certificate of completion.

    Raises NotFound, DocumentsGone.
    """
    row = tx.one(
        "select object from sealed_files where envelope_id = %s and document_id = %s",
        *(envelope_id, document_id or envelope_id),
    )
    if not row["object"]:
        raise DocumentsGone
    envelope = tx.envelopes.get(envelope_id)
    tx.run(
        "insert into access_log (organization_id, envelope_id, actor, action, at)"
        " values (%s, %s, %s, %s, %s)",
        *(tx.organization_id, envelope_id, actor),
        *(f"downloaded {document_id or 'certificate'}", now),
    )
    return Found(_name(envelope, document_id), row["object"])


def read(organization: Organization, found: Found) -> SealedFile:
    """What was found, with no transaction open."""
    return SealedFile(found.name, organization.get(found.object))


def _name(envelope: Envelope, document_id: UUID | None) -> str:
    if document_id is None:
        return f"{envelope.name} – certificate.pdf"
    document = next((d for d in envelope.documents if d.id == document_id), None)
    if document is None:
        raise NotFound
    return f"{document.name.removesuffix('.pdf').removesuffix('.PDF')} – signed.pdf"
