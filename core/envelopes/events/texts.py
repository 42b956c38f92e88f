"""The SMS that recipients get, and what became of them."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import next_reminder, progress, text_to, to
from core.envelopes.recipient import Recipient
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientTexted(EnvelopeEvent):
    """`letter`: invitation, reminder, scheduled_reminder or expiry_warning."""

    type = "recipient.texted"
    narration = sentence("The link was sent to %(recipient)s by SMS.")
    printed = True
    icon = "smartphone"
    timeline = sentence("We sent the link to %(recipient)s by SMS")
    webhook = "recipient.texted"

    recipient_id: UUID
    letter: str

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        recipient = envelope.recipient(self.recipient_id)
        job = text_to(self.letter.removeprefix("scheduled_"), envelope, recipient)
        by_itself = self.letter in ("invitation", "scheduled_reminder")
        if recipient.asked_by_mail or not by_itself:
            return (job,)
        return (job, *next_reminder(envelope, recipient))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFailed(EnvelopeEvent):
    """`letter` is what was to be sent; `code` is the provider's, 0 where it said nothing."""

    type = "recipient.text_failed"
    narration = sentence("An SMS to %(recipient)s could not be delivered (%(code)s).")
    printed = True
    icon = "circle-alert"
    timeline = sentence("An SMS to %(recipient)s could not be delivered")
    webhook = "recipient.text_failed"

    recipient_id: UUID
    letter: str
    code: int

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return _undelivered(self.letter, envelope, self.recipient_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReminderLost(EnvelopeEvent):
    """The provider was away, or refused it, when it was handed over; it is not tried again."""

    type = "recipient.text_reminder_lost"
    narration = sentence("A reminder by SMS to %(recipient)s was not sent.")
    printed = True
    icon = "circle-alert"
    timeline = sentence("A reminder by SMS to %(recipient)s was not sent. Remind them again")

    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsStopped(EnvelopeEvent):
    """They answered STOP; `letter` is what was to be sent when that was found out, if anything."""

    type = "recipient.texts_stopped"
    narration = sentence("%(recipient)s asked for no more SMS.")
    printed = True
    icon = "circle-alert"
    timeline = sentence("%(recipient)s asked for no more SMS")
    webhook = "recipient.texts_stopped"

    recipient_id: UUID
    letter: str

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return _undelivered(self.letter, envelope, self.recipient_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsResumed(EnvelopeEvent):
    """They answered START."""

    type = "recipient.texts_resumed"
    narration = sentence("%(recipient)s allowed SMS again.")
    printed = True
    icon = "smartphone"
    timeline = sentence("%(recipient)s allowed SMS again")
    webhook = "recipient.texts_resumed"

    recipient_id: UUID


def texted(recipient: Recipient, letter: str) -> tuple[RecipientTexted, ...]:
    """The SMS, if they get any."""
    wanted = recipient.asked_by_text
    return (RecipientTexted(recipient_id=recipient.id, letter=letter),) if wanted else ()


def _undelivered(letter: str, envelope: Envelope, recipient_id: UUID) -> tuple[Job, ...]:
    """The sender is told; that the envelope is completed is e-mailed instead, where that can be."""
    told = progress("text_failed", envelope, recipient_id)
    recipient = envelope.recipient(recipient_id)
    is_left = letter == "completion" and recipient.options.sms_alone and recipient.email
    return (told, to("mail_completion", envelope, recipient)) if is_left else (told,)
