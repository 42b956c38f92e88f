"""Another person has taken over the part of a recipient."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import progress, to
from core.events.event import personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReassigned(EnvelopeEvent):
    """By the sender. The successor was named in the entry before; what was unfinished is gone."""

    type = "recipient.reassigned"
    narration = sentence("%(actor)s reassigned the part of %(recipient)s to %(successor)s.")
    printed = True
    icon = "arrow-right-left"
    timeline = sentence("%(actor)s reassigned the part of %(recipient)s to %(successor)s")
    webhook = "recipient.reassigned"

    recipient_id: UUID
    successor_id: UUID
    reason: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """Who was not asked yet does not hear of it."""
        before = envelope.recipient(self.recipient_id)
        return _told(envelope, self.recipient_id, self.successor_id) if before.sent_at else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientDelegated(EnvelopeEvent):
    """By the recipient, as the sender had allowed."""

    type = "recipient.delegated"
    narration = sentence("%(recipient)s handed their part over to %(successor)s.")
    printed = True
    icon = "arrow-right-left"
    timeline = sentence("%(recipient)s handed their part over to %(successor)s")
    webhook = "recipient.delegated"

    recipient_id: UUID
    successor_id: UUID
    reason: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (
            *_told(envelope, self.recipient_id, self.successor_id),
            progress("delegated", envelope, self.successor_id),
        )


def _told(envelope: Envelope, recipient_id: UUID, successor_id: UUID) -> tuple[Job, ...]:
    before = envelope.recipient(recipient_id)
    if not before.mailbox[1]:
        return ()
    job = to("mail_reassigned", envelope, before)
    return (Job(job.kind, {**job.arguments, "about_id": str(successor_id)}),)
