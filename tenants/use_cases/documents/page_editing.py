"""Editing the pages of a draft's document."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents import page_edits
from core.documents.document import Document
from core.documents.edited_page import EditedPage
from core.envelopes.drafts import draft_documents
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.documents.draft_uploads import StoredUpload


def editable(tx: Transaction, envelope_id: UUID, document_id: UUID) -> Envelope:
    """To show its pages. Raises NotFound, NotADraft, PagesLocked."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    check_draft(envelope)
    page_edits.check_editable(envelope.document(document_id))
    return envelope


def find(tx: Transaction, envelope_id: UUID, document_id: UUID) -> Document:
    """The document whose uploaded file is stored once more. Raises as editable()."""
    return editable(tx, envelope_id, document_id).document(document_id)


def edit(
    tx: Transaction,
    envelope_id: UUID,
    document_id: UUID,
    file: StoredUpload,
    edits: Sequence[EditedPage] | None,
    may_lose_fields: bool,
    now: datetime,
) -> Envelope:
    """
    A document with these pages takes the place of this one. `file` is the same file, stored again.

    Without edits its pages are those of the file. Raises what draft_documents.edit_pages() raises.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    given = (envelope, document_id, file.document_id)
    if edits is None:
        outcome = draft_documents.restore_pages(*given, may_lose_fields)
    else:
        outcome = draft_documents.edit_pages(*given, edits, may_lose_fields)
    tx.record(outcome, tx.principal.actor, now)
    if outcome.events:
        tx.unused_files.keep(file.object, file.attempt)
        files = unused_files.of_document(envelope.document(document_id))
        tx.jobs.add(tx.organization_id, unused_files.later(files, now))
    return outcome.envelope
