"""An uploaded file stored once more, for a document of its own that takes another's place."""

from collections.abc import Callable
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.refusals import Refusal
from tenants.files import incoming_file
from tenants.openers import document_upload
from tenants.openers.document_upload import Uploader
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.drafting import StoredUpload


def replace(
    uploader: Uploader,
    new_id: UUID,
    find: Callable[[Transaction], str],
    take_over: Callable[[Transaction, StoredUpload], Envelope],
) -> Envelope:
    """
    `find` gives the name of the file, `take_over` makes the document `new_id` of it.

    Raises what they raise.
    """
    with uploader.transaction() as tx:
        name = find(tx)
    data = uploader.organization.get(name)
    file = document_upload.describe(new_id, incoming_file.of_bytes(data))
    with uploader.transaction() as tx:
        tx.unused_files.announce(file.object, file.attempt)
    uploader.organization.put(file.object, data)
    try:
        with uploader.transaction() as tx:
            return take_over(tx, file)
    except Refusal:
        document_upload.give_up(uploader.organization, file)
        raise
