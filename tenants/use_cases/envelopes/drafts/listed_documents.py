"""The documents of a draft as programs name and order them, and their files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import COMBINED, DocumentStatus
from core.envelopes.drafts import draft_document_list
from core.envelopes.drafts.draft import check_draft
from core.envelopes.drafts.merged_part import Text
from core.envelopes.envelope import Envelope, Outcome
from core.refusals import NotFound
from tenants.transaction import Transaction
from tenants.use_cases.documents.draft_uploads import original_name
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence.sealed_files import FoundSealedFile


def rename(
    tx: Transaction, envelope_id: UUID, document_id: UUID, name: str, now: datetime
) -> Envelope:
    """Raises NotADraft, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    check_draft(envelope)
    envelope.document(document_id)
    named, _ = draft_document_list.rename(envelope, {document_id: Text(name)}, False)
    tx.record(Outcome(named), tx.principal.actor, now)
    return named


def reorder(tx: Transaction, envelope_id: UUID, order: Sequence[UUID], now: datetime) -> Envelope:
    """Those that are not named come after the others. Raises NotADraft, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    check_draft(envelope)
    for id in order:
        envelope.document(id)
    wanted = Text(" ".join(map(str, order)))
    ordered, _ = draft_document_list.reorder(envelope, wanted, False)
    tx.record(Outcome(ordered), tx.principal.actor, now)
    return ordered


def original(tx: Transaction, envelope_id: UUID, document_id: UUID) -> FoundSealedFile:
    """
    The file as it was uploaded, for those who may change the envelope: it still has what was
    redacted on its pages.

    Raises NotFound, Forbidden; also of what was not accepted, and of images made one document.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = reading.changeable(tx, envelope_id)
    found = envelope.document(document_id)
    if found.status is not DocumentStatus.READY or COMBINED in found.notes or envelope.erased_at:
        raise NotFound
    stored_as = original_name(found.files_id, found.original_sha256)
    return FoundSealedFile(found.name, stored_as, found.original_sha256)
