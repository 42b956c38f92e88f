"""What happens to the fields of an envelope."""

from dataclasses import dataclass

from core.envelopes.envelope import EnvelopeEvent
from core.events.event import personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldsPlaced(EnvelopeEvent):
    """`placements` is the canonical JSON of every field as it was sent."""

    type = "fields.placed"
    narration = sentence("%(actor)s placed fields: %(count)s.")
    printed = True

    count: int
    placements: str = personal()
