"""Files that recipients attach."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentUploaded(EnvelopeEvent):
    """`sha256` is that of the file as it came; it had been checked when this was recorded."""

    type = "attachment.uploaded"
    narration = sentence(
        "%(actor)s attached a file: %(file_name)s, %(size)s bytes, SHA-256 %(sha256)s."
    )
    printed = True
    icon = "paperclip"
    timeline = sentence("%(recipient)s attached a file")

    recipient_id: UUID
    field_id: UUID
    attachment_id: UUID
    size: int
    sha256: str
    file_name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRemoved(EnvelopeEvent):
    """By a recipient who may change their mind until they finish, or for another file."""

    type = "attachment.removed"
    narration = sentence("%(actor)s removed the attached file with the SHA-256 %(sha256)s.")
    printed = True

    recipient_id: UUID
    field_id: UUID
    attachment_id: UUID
    sha256: str
