"""What is told before an envelope expires."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import to
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeExpiryWarned(EnvelopeEvent):
    """The sender is told, if they want to know."""

    type = "envelope.expiry_warned"
    narration = sentence("The envelope was about to expire.")
    printed = True
    icon = "clock-alert"
    timeline = sentence("It is about to expire")
    webhook = "envelope.expiry_warned"

    expires_at: datetime

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        of = {"envelope_id": str(envelope.id), "notification": "expiring"}
        return (Job("mail_progress", of),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientExpiryWarned(EnvelopeEvent):
    type = "recipient.expiry_warned"
    narration = sentence("%(recipient)s was told by e-mail that the envelope was about to expire.")
    printed = True
    icon = "bell-ring"
    timeline = sentence("We told %(recipient)s that it is about to expire")
    webhook = "recipient.expiry_warned"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (to("mail_expiry_warning", envelope, envelope.recipient(self.recipient_id)),)
