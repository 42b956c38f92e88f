"""What mail servers report of e-mail to recipients: bounces and complaints."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import progress
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBounced(EnvelopeEvent):
    """`letter` is what was to be mailed; `code` what the server said (SMTP), 0 for no server."""

    type = "recipient.mail_bounced"
    narration = sentence("An e-mail to %(recipient)s was rejected by a mail server (%(code)s).")
    printed = True
    icon = "circle-alert"
    webhook = "recipient.bounced"

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
