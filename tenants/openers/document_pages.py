"""Editing the pages of a document: its file is stored again, for a document of its own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.documents.edited_page import EditedPage
from core.envelopes.envelope import Envelope
from tenants.openers import file_replacement
from tenants.openers.document_upload import Uploader
from tenants.use_cases.documents import form_values, page_editing


def edit(
    uploader: Uploader,
    envelope_id: UUID,
    document_id: UUID,
    new_id: UUID,
    edits: Sequence[EditedPage] | None,
    may_lose_fields: bool,
    now: datetime,
) -> Envelope:
    """
    `new_id` is that of the document with these pages; without edits with those of its file.

    Raises NotFound, NotADraft, PagesLocked, FieldsOnDeletedPages, and more: see page_edits.check().
    """
    return file_replacement.replace(
        uploader,
        new_id,
        lambda tx: page_editing.find(tx, envelope_id, document_id),
        lambda tx, file: page_editing.edit(
            tx, envelope_id, document_id, file, edits, may_lose_fields, now
        ),
    )


def lift_values(
    uploader: Uploader,
    envelope_id: UUID,
    document_id: UUID,
    new_id: UUID,
    recipient_id: UUID | None,
    now: datetime,
) -> Envelope:
    """
    The values that a form was filled in with become those of fields.

    Raises NotFound, NotADraft, PagesLocked, ValuesStayDrawn.
    """
    return file_replacement.replace(
        uploader,
        new_id,
        lambda tx: page_editing.find(tx, envelope_id, document_id),
        lambda tx, file: form_values.lift(tx, envelope_id, document_id, file, recipient_id, now),
    )
