"""Sealed documents and certificates. Every read is logged."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.evidence.refusals import SealedFileChanged
from core.refusals import NotFound
from core.retention.refusals import DocumentsGone
from tenants.encryption.keys import Destroyed, Undecryptable
from tenants.installation import Organization
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class FoundSealedFile:
    """Where a sealed file is kept in the object store, and the SHA-256 that it has to have."""

    name: str
    object: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SealedFile:
    """`name` is what it is called when it is saved."""

    name: str
    data: bytes


def find(
    tx: Transaction, envelope_id: UUID, document_id: UUID | None, *, actor: str, now: datetime
) -> FoundSealedFile:
    """
    A sealed document; without an id the certificate of completion.

    Raises NotFound, DocumentsGone, SealedFileChanged.
    """
    filed = tx.sealed_files.get(envelope_id, document_id)
    if not filed.object:
        raise DocumentsGone
    envelope = tx.envelopes.get(envelope_id)
    name = _name(envelope, document_id)
    if filed.sha256 != _recorded(envelope, document_id):
        raise SealedFileChanged
    tx.access_log.add(envelope_id, actor, f"downloaded {document_id or 'certificate'}", now)
    return FoundSealedFile(name, filed.object, filed.sha256)


def find_all(
    tx: Transaction,
    envelope: Envelope,
    limit: int | None,
    *,
    actor: str,
    now: datetime,
    as_what: str = "mailed copies",
) -> tuple[FoundSealedFile, ...]:
    """
    All sealed documents of `envelope` and the certificate, if they take `limit` bytes at most.

    `as_what` is what is logged. `envelope` may be the part of it that someone sees. None of what
    was erased. Raises SealedFileChanged.
    """
    shown = [*(d.id for d in envelope.documents), envelope.id]
    filed = {each.id: each for each in tx.sealed_files.of_envelope(envelope.id)}
    files = [filed[id] for id in shown if id in filed and filed[id].object]
    if len(files) < len(shown):
        return ()
    if limit is not None and sum(each.size for each in files) > limit:
        return ()
    found = []
    for each in files:
        id = None if each.id == envelope.id else each.id
        if each.sha256 != _recorded(envelope, id):
            raise SealedFileChanged
        found.append(FoundSealedFile(_name(envelope, id), each.object, each.sha256))
    tx.access_log.add(envelope.id, actor, as_what, now)
    return tuple(found)


def read(organization: Organization, found: FoundSealedFile) -> SealedFile:
    """What was found, with no transaction open. Raises SealedFileChanged, Destroyed."""
    try:
        data = organization.get(found.object)
    except Destroyed:
        raise
    except Undecryptable:
        raise SealedFileChanged from None
    check(data, found.sha256)
    return SealedFile(found.name, data)


def check(data: bytes, sha256: str) -> None:
    """Raises SealedFileChanged: a row may name the file of another envelope."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SealedFileChanged


def _recorded(envelope: Envelope, document_id: UUID | None) -> str:
    """The hash that the envelope has, which the audit trail tells as well."""
    if document_id is None:
        return envelope.certificate_sha256
    return envelope.document(document_id).sealed_sha256


def _name(envelope: Envelope, document_id: UUID | None) -> str:
    if document_id is None:
        return f"{envelope.name} – certificate.pdf"
    document = next((d for d in envelope.documents if d.id == document_id), None)
    if document is None:
        raise NotFound
    if document.is_attached:
        return document.name
    return f"{document.name.removesuffix('.pdf').removesuffix('.PDF')} – signed.pdf"
