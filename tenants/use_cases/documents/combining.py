"""Images of a draft made one document, and several again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import Document
from core.documents.refusals import NotImages
from core.envelopes.drafts import combined_images
from core.envelopes.drafts.combined_images import SingleImage
from core.envelopes.envelope import Envelope, Outcome
from core.organizations.quota import Kind
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.documents.draft_uploads import StoredUpload, original_name
from tenants.use_cases.organizations import quotas


def find(tx: Transaction, envelope_id: UUID, ids: Sequence[UUID]) -> tuple[Document, ...]:
    """Those that are to become one, in their order. Raises NotFound, NotImages."""
    tx.require(Permission.SEND_ENVELOPES)
    return combined_images.images(tx.get_visible(envelope_id), ids)


def find_combined(tx: Transaction, envelope_id: UUID, document_id: UUID) -> Document:
    """Raises NotFound, NotImages."""
    tx.require(Permission.SEND_ENVELOPES)
    document = tx.get_visible(envelope_id).document(document_id)
    if not document.is_combined:
        raise NotImages
    return document


def stored_name(document: Document) -> str:
    """Of the uploaded file in the object store."""
    return original_name(document.files_id, document.original_sha256)


def announce(tx: Transaction, files: Sequence[StoredUpload], now: datetime) -> None:
    """Before they are stored. Raises QuotaReached."""
    tx.require(Permission.SEND_ENVELOPES)
    quotas.require(tx, Kind.STORAGE, now, adding=sum(file.size for file in files))
    for file in files:
        tx.unused_files.announce(file.object, file.attempt)


def combine(
    tx: Transaction, envelope_id: UUID, ids: Sequence[UUID], file: StoredUpload, now: datetime
) -> Envelope:
    """`file` holds the images of these documents, in their order."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = combined_images.combine(envelope, ids, file.document_id, file.sha256, file.size)
    return _record(tx, envelope, outcome, [file], now)


def split(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    stored: Sequence[StoredUpload],
    files: Sequence[SingleImage],
    now: datetime,
) -> Envelope:
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = combined_images.split(envelope, document_id, files)
    return _record(tx, envelope, outcome, stored, now)


def _record(
    tx: Transaction,
    before: Envelope,
    outcome: Outcome,
    stored: Sequence[StoredUpload],
    now: datetime,
) -> Envelope:
    tx.record(outcome, tx.principal.actor, now)
    if outcome.events:
        for file in stored:
            tx.unused_files.keep(file.object, file.attempt)
        there = {d.id for d in outcome.envelope.documents}
        gone = [
            n for d in before.documents if d.id not in there for n in unused_files.of_document(d)
        ]
        tx.jobs.add(tx.organization_id, unused_files.later(gone, now))
    return outcome.envelope
