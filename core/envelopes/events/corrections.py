"""What a sender corrects in an envelope that was sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import expiry, to
from core.events.event import personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRemoved(EnvelopeEvent):
    """Before they had finished: nothing is asked of them any more."""

    type = "recipient.removed"
    narration = sentence("%(actor)s removed %(recipient)s from the envelope.")
    printed = True
    icon = "user-x"
    timeline = sentence("%(actor)s removed %(recipient)s")
    webhook = "envelope.corrected"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """Whoever was never asked has nothing to hear of."""
        recipient = envelope.recipient(self.recipient_id)
        if not recipient.sent_at or not recipient.has_mailbox:
            return ()
        return (to("mail_removal", envelope, recipient),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRerouted(EnvelopeEvent):
    type = "recipient.rerouted"
    narration = sentence(
        "%(actor)s moved %(recipient)s in the signing order, from step %(old_order)s to %(order)s."
    )
    printed = True
    icon = "arrow-right-left"
    timeline = sentence("%(actor)s moved %(recipient)s from step %(old_order)s to %(order)s")
    webhook = "envelope.corrected"

    recipient_id: UUID
    old_order: int
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientOptionsChanged(EnvelopeEvent):
    """`old` and `new` are the canonical JSON of what was chosen; "" for nothing."""

    type = "recipient.options_changed"
    narration = sentence("%(actor)s changed the options for %(recipient)s.")
    printed = True
    icon = "sliders-horizontal"
    timeline = sentence("%(actor)s changed the options for %(recipient)s")
    webhook = "envelope.corrected"

    recipient_id: UUID
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryChanged(EnvelopeEvent):
    type = "envelope.expiry_changed"
    narration = sentence("%(actor)s changed when the envelope expires, from %(old)s to %(new)s.")
    printed = True
    icon = "clock-alert"
    timeline = sentence("%(actor)s changed when it expires")
    webhook = "envelope.corrected"

    old: datetime
    new: datetime

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return expiry(envelope)
