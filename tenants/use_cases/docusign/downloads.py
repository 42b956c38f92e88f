"""The files of an envelope as they are now: sealed once it is completed, before as prepared."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope, Status
from core.refusals import NotFound
from tenants.transaction import Transaction
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence.sealed_files import FoundSealedFile


def document(
    tx: Transaction, envelope_id: UUID, document_id: UUID, now: datetime
) -> FoundSealedFile:
    """To be read when the transaction has ended. Raises NotFound, ConsentNeeded, DocumentsGone."""
    tx.require(Permission.READ_ENVELOPES)
    envelope = reading.readable(tx, envelope_id)
    if envelope.status is Status.COMPLETED:
        return reading.sealed_file(tx, envelope_id, document_id, now)
    found = envelope.document(document_id)
    if not found.canonical_sha256 or envelope.erased_at:
        raise NotFound
    name = found.name if found.name.casefold().endswith(".pdf") else f"{found.name}.pdf"
    return FoundSealedFile(name, canonical_name(found.canonical_sha256), found.canonical_sha256)


def certificate(tx: Transaction, envelope_id: UUID, now: datetime) -> FoundSealedFile:
    """Of a completed envelope. Raises NotFound, DocumentsGone."""
    tx.require(Permission.READ_ENVELOPES)
    return reading.sealed_file(tx, envelope_id, None, now)


def everything(
    tx: Transaction, envelope_id: UUID, now: datetime, with_certificate: bool
) -> list[FoundSealedFile]:
    """All documents in their order, and the certificate once there is one."""
    tx.require(Permission.READ_ENVELOPES)
    envelope = reading.readable(tx, envelope_id)
    return list(_each(tx, envelope, now, with_certificate))


def _each(
    tx: Transaction, envelope: Envelope, now: datetime, with_certificate: bool
) -> Iterator[FoundSealedFile]:
    for found in envelope.documents:
        yield document(tx, envelope.id, found.id, now)
    if with_certificate and envelope.status is Status.COMPLETED:
        yield certificate(tx, envelope.id, now)
