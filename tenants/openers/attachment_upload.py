"""A recipient's file: two short transactions with the object store between them."""

from datetime import datetime
from uuid import UUID

from core.documents.attached_file import AttachedFile
from core.principal import SYSTEM
from core.refusals import Refusal
from core.signing import attaching
from tenants.ceremony import Ceremony
from tenants.files import incoming_file
from tenants.files.incoming_file import IncomingFile
from tenants.identifiers import new_id
from tenants.use_cases.signing import attachments


def upload(
    ceremony: Ceremony,
    field_id: UUID,
    name: str,
    data: bytes | IncomingFile,
    now: datetime,
    seen: UUID | None = None,
) -> None:
    """
    `seen` is the file in the field that its recipient was shown, which it replaces unasked.

    Raises AttachmentEmpty, AttachmentTooLarge, AttachmentNoRoom, UnusableAttachment, and what
    signing raises.
    """
    incoming = data if isinstance(data, IncomingFile) else incoming_file.of_bytes(data)
    kind = attaching.media_type(incoming.head(attaching.HEAD), incoming.size)
    file = AttachedFile(new_id(), attaching.file_name(name, kind), incoming.size, incoming.sha256)
    with ceremony.transaction() as tx:
        attachments.announce(tx, field_id, file, now)
    object = attachments.place(ceremony.whole.id, file.id)
    ceremony.organization.put_stream(object, incoming.pieces())
    try:
        with ceremony.transaction() as tx:
            attachments.add(tx, field_id, file, seen, now)
    except Refusal:
        with ceremony.organization.transaction(SYSTEM) as tx:
            tx.unused_files.hurry(object, file.id)
        raise
