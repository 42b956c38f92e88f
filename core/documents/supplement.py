"""What recipients have to do with a document that no one signs, such as general terms."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Supplement(StrEnum):
    """What everyone who acts has to do with a document before finishing, beside its fields."""

    NONE = ""
    VIEW = "view"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A recipient has viewed a supplemental document, or accepted it."""

    document_id: UUID
    recipient_id: UUID
    at: datetime
