"""Documents that are only read: viewed and accepted."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementViewed(EnvelopeEvent):
    type = "supplement.viewed"
    narration = sentence("%(actor)s viewed document %(number)s, which is for reading only.")
    printed = True
    icon = "eye"
    timeline = sentence("%(recipient)s viewed document %(number)s")

    recipient_id: UUID
    document_id: UUID
    number: int  # the place among the documents of the envelope, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementAccepted(EnvelopeEvent):
    type = "supplement.accepted"
    narration = sentence("%(actor)s accepted document %(number)s.")
    printed = True
    icon = "eye"
    timeline = sentence("%(recipient)s accepted document %(number)s")

    recipient_id: UUID
    document_id: UUID
    number: int  # the place among the documents of the envelope, from 1
