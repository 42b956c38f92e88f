"""Filling in a document's merge fields: its file is stored again, for a document of its own."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.refusals import Refusal
from tenants.files import incoming_file
from tenants.openers import document_upload
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
    with uploader.transaction() as tx:
        name = merge_values.find(tx, envelope_id, document_id)
    data = uploader.organization.get(name)
    file = document_upload.describe(new_id, incoming_file.of_bytes(data))
    with uploader.transaction() as tx:
        tx.unused_files.announce(file.object, file.attempt)
    uploader.organization.put(file.object, data)
    try:
        with uploader.transaction() as tx:
            return merge_values.fill_in(tx, envelope_id, document_id, file, values, now)
    except Refusal:
        document_upload.give_up(uploader.organization, file)
        raise
