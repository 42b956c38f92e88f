"""A recipient's file: two short transactions with the object store between them."""

import hashlib
from datetime import datetime
from uuid import UUID

from core.documents.attached_file import AttachedFile
from core.principal import SYSTEM
from core.refusals import Refusal
from core.signing import attaching
from tenants.ceremony import Ceremony
from tenants.identifiers import new_id
from tenants.use_cases.signing import attachments


def upload(ceremony: Ceremony, field_id: UUID, name: str, data: bytes, now: datetime) -> None:
    """Raises AttachmentEmpty, AttachmentTooLarge, UnusableAttachment, and what signing raises."""
    kind = attaching.media_type(data)
    name = attaching.file_name(name, kind)
    file = AttachedFile(new_id(), name, len(data), hashlib.sha256(data).hexdigest())
    with ceremony.transaction() as tx:
        attachments.announce(tx, field_id, file.id, now)
    object = attachments.place(ceremony.whole.id, file.id)
    ceremony.organization.put(object, data)
    try:
        with ceremony.transaction() as tx:
            attachments.add(tx, field_id, file, now)
    except Refusal:
        with ceremony.organization.transaction(SYSTEM) as tx:
            tx.unused_files.hurry(object, file.id)
        raise
