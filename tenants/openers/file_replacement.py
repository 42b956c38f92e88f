"""An uploaded file stored once more, for a document of its own that takes another's place."""

from collections.abc import Callable
from uuid import UUID

from core.documents.document import Document
from core.envelopes.envelope import Envelope
from core.refusals import Refusal
from tenants.openers import document_upload
from tenants.openers.document_upload import Uploader
from tenants.transaction import Transaction
from tenants.use_cases.documents.draft_uploads import StoredUpload, original_name


def replace(
    uploader: Uploader,
    new_id: UUID,
    find: Callable[[Transaction], Document],
    take_over: Callable[[Transaction, StoredUpload], Envelope],
) -> Envelope:
    """
    `find` gives the document it was uploaded for, `take_over` makes `new_id` of it.

    Raises what they raise.
    """
    with uploader.transaction() as tx:
        document = find(tx)
    stored = original_name(document.files_id, document.original_sha256)
    file = document_upload.named(new_id, document.original_sha256, document.size)
    with uploader.transaction() as tx:
        tx.unused_files.announce(file.object, file.attempt)
    uploader.organization.put_stream(file.object, uploader.organization.get_stream(stored))
    try:
        return uploader.commit(lambda tx: take_over(tx, file))
    except Refusal:
        document_upload.give_up(uploader.organization, file)
        raise
