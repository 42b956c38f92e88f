"""Filling in a document's merge fields: its file is stored again, for a document of its own."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from tenants.openers import file_replacement
from tenants.openers.document_upload import Uploader
from tenants.use_cases.documents import merge_values


def fill_in(
    uploader: Uploader,
    envelope_id: UUID,
    document_id: UUID,
    new_id: UUID,
    values: Mapping[str, str],
    now: datetime,
) -> Envelope:
    """
    `new_id` is that of the document with these values.

    Raises NotFound, ValuesNeeded, ValueTooLong.
    """
    return file_replacement.replace(
        uploader,
        new_id,
        lambda tx: merge_values.find(tx, envelope_id, document_id),
        lambda tx, file: merge_values.fill_in(tx, envelope_id, document_id, file, values, now),
    )
