"""What happens to recipients from outside: named, mailed, corrected."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import next_reminder, progress, text_to, to
from core.envelopes.recipient import Recipient
from core.events.event import personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientNamed(EnvelopeEvent):
    type = "recipient.named"
    narration = sentence("%(actor)s added %(recipient)s as %(role)s.")
    printed = True
    icon = "user-plus"
    timeline = sentence("%(actor)s added %(recipient)s")

    recipient_id: UUID
    role: str
    routing_order: int
    name: str = personal()
    email: str = personal()
    options: str = personal()  # canonical JSON of what was chosen; "" for nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed(EnvelopeEvent):
    """Someone before them says who a recipient is whom the sender left open."""

    type = "recipient.person_named"
    narration = sentence("%(actor)s named %(recipient)s.")
    printed = True
    icon = "user-plus"
    timeline = sentence("%(actor)s named %(recipient)s")
    webhook = "recipient.person_named"

    recipient_id: UUID
    old_name: str = personal()
    old_email: str = personal()
    name: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientInvited(EnvelopeEvent):
    type = "recipient.invited"
    narration = sentence("%(recipient)s was invited by e-mail.")
    printed = True
    icon = "mail"
    timeline = sentence("We e-mailed the link to %(recipient)s")
    webhook = "recipient.invited"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        recipient = envelope.recipient(self.recipient_id)
        return (to("mail_invitation", envelope, recipient), *next_reminder(envelope, recipient))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientAwaited(EnvelopeEvent):
    """Their turn has come, and no mail tells them: someone else opens the page for them."""

    type = "recipient.awaited"
    narration = sentence("It was %(recipient)s's turn. No e-mail asked them to sign.")
    printed = True
    icon = "hourglass"
    timeline = sentence("It is %(recipient)s's turn. We did not e-mail them a link")
    webhook = "recipient.awaited"

    recipient_id: UUID


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
        told = progress("text_failed", envelope, self.recipient_id)
        return (told, *_mailed_instead(self.letter, envelope, self.recipient_id))


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
        told = progress("text_failed", envelope, self.recipient_id)
        return (told, *_mailed_instead(self.letter, envelope, self.recipient_id))


def _mailed_instead(letter: str, envelope: Envelope, recipient_id: UUID) -> tuple[Job, ...]:
    """That everyone has finished is no event of the recipient's, but it is mailed as well."""
    recipient = envelope.recipient(recipient_id)
    is_left = letter == "completion" and recipient.options.channel == "sms" and recipient.email
    return (to("mail_completion", envelope, recipient),) if is_left else ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HostInvited(EnvelopeEvent):
    """It is the turn of someone who signs in person: their host has the link."""

    type = "recipient.host_invited"
    narration = sentence("%(host)s was asked by e-mail to meet %(recipient)s in person.")
    printed = True
    icon = "users"
    timeline = sentence("We e-mailed %(host)s to meet %(recipient)s in person")
    webhook = "recipient.host_invited"

    recipient_id: UUID
    host: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        recipient = envelope.recipient(self.recipient_id)
        return (to("mail_invitation", envelope, recipient), *next_reminder(envelope, recipient))


def turn_has_come(recipient: Recipient) -> tuple[EnvelopeEvent, ...]:
    texts = texted(recipient, "invitation")
    if not recipient.is_asked:
        return (RecipientAwaited(recipient_id=recipient.id),)
    if not recipient.asked_by_mail:
        return texts
    if recipient.role.in_person:
        return (HostInvited(recipient_id=recipient.id, host=recipient.options.host_name),)
    return (RecipientInvited(recipient_id=recipient.id), *texts)


def texted(recipient: Recipient, letter: str) -> tuple[RecipientTexted, ...]:
    """The SMS, if they get any."""
    wanted = recipient.asked_by_text
    return (RecipientTexted(recipient_id=recipient.id, letter=letter),) if wanted else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientSkipped(EnvelopeEvent):
    """
    `reason`: "enough" others of their step have finished, another one of their "group" has, or
    their "condition" does not hold.
    """

    type = "recipient.skipped"
    narration = sentence("%(recipient)s was not needed.")
    printed = True
    icon = "skip-forward"
    timeline = sentence("%(recipient)s was not needed")
    webhook = "recipient.skipped"

    recipient_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfSigningStarted(EnvelopeEvent):
    """The sender signs it on the spot: no mail asks them to, and none reminds them."""

    type = "recipient.self_signing_started"
    narration = sentence("%(recipient)s started to sign their own envelope, without an e-mail.")
    printed = True
    icon = "signature"
    timeline = sentence("%(recipient)s started to sign their own envelope")

    recipient_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReminded(EnvelopeEvent):
    type = "recipient.reminded"
    narration = sentence("%(actor)s reminded %(recipient)s by e-mail.")
    printed = True
    icon = "bell-ring"
    timeline = sentence("%(actor)s reminded %(recipient)s")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced(EnvelopeEvent):
    """`letter` is what was to be mailed; `code` what the server said (SMTP), 0 for no server."""

    type = "recipient.mail_bounced"
    narration = sentence("An e-mail to %(recipient)s was rejected by a mail server (%(code)s).")
    printed = True
    icon = "circle-alert"
    webhook = "recipient.mail_bounced"

    recipient_id: UUID
    letter: str
    code: int

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("bounced", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailComplained(EnvelopeEvent):
    """Their mail provider says that they marked one of our mails as spam."""

    type = "recipient.mail_complained"
    narration = sentence("%(recipient)s marked an e-mail about the envelope as spam.")
    printed = True
    icon = "circle-alert"
    timeline = sentence("%(recipient)s marked our e-mail as spam. No more reminders are scheduled")
    webhook = "recipient.mail_complained"

    recipient_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("complained", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCorrected(EnvelopeEvent):
    type = "recipient.corrected"
    narration = sentence("%(actor)s corrected the name or address of %(recipient)s.")
    printed = True
    icon = "pencil-line"
    webhook = "recipient.corrected"

    recipient_id: UUID
    old_name: str = personal()
    old_email: str = personal()
    name: str = personal()
    email: str = personal()
