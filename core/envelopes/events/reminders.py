"""Reminders by e-mail: by hand, as scheduled, and those that were lost."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import next_reminder, to
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReminded(EnvelopeEvent):
    type = "recipient.reminded"
    narration = sentence("%(actor)s reminded %(recipient)s by e-mail.")
    printed = True
    icon = "bell-ring"
    timeline = sentence("%(actor)s reminded %(recipient)s")
    webhook = "recipient.reminded"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (to("mail_reminder", envelope, envelope.recipient(self.recipient_id)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientAutoReminded(EnvelopeEvent):
    """By the schedule that the sender chose, without anyone asking for it now."""

    type = "recipient.auto_reminded"
    narration = sentence("%(recipient)s was reminded by e-mail, as scheduled.")
    printed = True
    icon = "bell-ring"
    timeline = sentence("We reminded %(recipient)s, as scheduled")
    webhook = "recipient.reminded"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        recipient = envelope.recipient(self.recipient_id)
        return (to("mail_reminder", envelope, recipient), *next_reminder(envelope, recipient))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLost(EnvelopeEvent):
    """The mail server broke off, or refused it, when it was handed over; it is not tried again."""

    type = "recipient.reminder_lost"
    narration = sentence(
        "The reminder to %(recipient)s was not accepted by the mail server. Remind them again."
    )
    printed = True
    icon = "circle-alert"
    timeline = sentence(
        "The mail server did not accept the reminder to %(recipient)s. Remind them again"
    )

    recipient_id: UUID
