"""A template: an envelope that is prepared once, with roles in the place of people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.templates.refusals import InArchive, NotPublishedYet

DESCRIPTION_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Template:
    """
    Its id is that of the envelope in which it is prepared.

    `version` is the latest one that was published, 0 before the first; `content_id` is the
    envelope that it is. Envelopes are started from that one alone.
    """

    id: UUID
    description: str = ""
    version: int = 0
    content_id: UUID | None = None
    archived_at: datetime | None = None


def check_usable(template: Template) -> UUID:
    """The envelope that copies are made of. Raises NotPublishedYet, InArchive."""
    if template.archived_at is not None:
        raise InArchive
    if template.content_id is None:
        raise NotPublishedYet
    return template.content_id
