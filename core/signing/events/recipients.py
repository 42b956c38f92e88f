"""What a recipient does with their part: opens it, finishes, declines, asks for paper or a copy."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent, Status
from core.envelopes.events.mail_jobs import progress, to
from core.events.event import personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientDelivered(EnvelopeEvent):
    type = "recipient.delivered"
    narration = sentence("%(actor)s opened the documents.")
    printed = True
    icon = "mail-open"
    webhook = "recipient.delivered"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("opened", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCompleted(EnvelopeEvent):
    """`values` is the canonical JSON of field id → value, as they were finished."""

    type = "recipient.completed"
    narration = sentence("%(actor)s finished.")
    printed = True
    icon = "check"
    webhook = "recipient.completed"

    recipient_id: UUID
    values: str = personal()
    address: str = personal()
    user_agent: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """That someone has opened it was told already."""
        if envelope.recipient(self.recipient_id).role.must_open:
            return ()
        return (progress("signed", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientDeclined(EnvelopeEvent):
    type = "recipient.declined"
    narration = sentence("%(actor)s declined.")
    printed = True
    icon = "circle-x"
    webhook = "recipient.declined"

    recipient_id: UUID
    reason: str = personal()
    address: str = personal()
    user_agent: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """Where others go on without them; the end of the envelope has an event of its own."""
        return (progress("declined", envelope, self.recipient_id),) if envelope.status.open else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRequested(EnvelopeEvent):
    """They can still sign here: what becomes of it is between them and the sender."""

    type = "paper.requested"
    narration = sentence("%(actor)s asked for the documents on paper.")
    printed = True
    icon = "printer"
    timeline = sentence("%(recipient)s asked for the documents on paper")
    webhook = "paper.requested"

    recipient_id: UUID
    reason: str = personal()  # what they write to the sender
    address: str = personal()
    user_agent: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("paper", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequested(EnvelopeEvent):
    """Someone who signed in person, without an address, says where their copy is to be mailed."""

    type = "recipient.copy_requested"
    narration = sentence("%(recipient)s asked for a copy by e-mail.")
    printed = True
    icon = "mail"
    timeline = sentence("%(recipient)s asked for a copy by e-mail")
    webhook = "recipient.copy_requested"

    recipient_id: UUID
    email: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """Before it is completed, the mail goes out with those to everyone."""
        if envelope.status is not Status.COMPLETED:
            return ()
        return (to("mail_completion", envelope, envelope.recipient(self.recipient_id)),)
