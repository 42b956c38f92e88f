"""What a recipient's browser said of where they are."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationGiven(EnvelopeEvent):
    """A recipient let their browser say where they are. `accuracy` in meters."""

    type = "recipient.location_given"
    narration = sentence(
        "%(recipient)s shared their location: %(location)s (accurate to %(accuracy)s m)."
    )
    printed = True
    icon = "flag"
    timeline = sentence("%(recipient)s shared their location: %(location)s")

    recipient_id: UUID
    accuracy: int
    location: str = personal()  # latitude, longitude in degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationNotGiven(EnvelopeEvent):
    """A recipient was asked where they are; they refused, or their browser could not tell."""

    type = "recipient.location_not_given"
    narration = sentence("%(recipient)s did not share their location.")
    printed = True
    icon = "flag"
    timeline = sentence("%(recipient)s did not share their location")

    recipient_id: UUID
