"""What happens to recipients from outside: named, invited, skipped, corrected."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import next_reminder, to
from core.envelopes.events.texts import texted
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
    webhook = "recipient.sent"

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
class RecipientCorrected(EnvelopeEvent):
    type = "recipient.corrected"
    narration = sentence("%(actor)s corrected the name or address of %(recipient)s.")
    printed = True
    icon = "pencil-line"
    webhook = "envelope.corrected"

    recipient_id: UUID
    old_name: str = personal()
    old_email: str = personal()
    name: str = personal()
    email: str = personal()
