"""What happens to the link of a recipient outside of our mails."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import EnvelopeEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkHandedOver(EnvelopeEvent):
    """The sender saw the signing link, to hand it over by another way."""

    type = "recipient.link_handed_over"
    narration = sentence("%(actor)s copied the signing link of %(recipient)s to hand it over.")
    printed = True
    icon = "link"
    timeline = sentence("%(actor)s copied the signing link of %(recipient)s")
    webhook = "recipient.link_handed_over"

    recipient_id: UUID
