"""Consent to the disclosure, and the disclosure's own versions."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import progress
from core.events.event import AdminEvent, personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAccepted(EnvelopeEvent):
    type = "consent.accepted"
    narration = sentence("%(actor)s accepted the disclosure.")
    printed = True
    icon = "check"
    timeline = sentence("%(recipient)s agreed again after withdrawing")  # the first with opening

    recipient_id: UUID
    disclosure: str
    disclosure_sha256: str
    language: str = "en"
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(EnvelopeEvent):
    """Before finishing: the documents are closed to them until they consent again."""

    type = "consent.withdrawn"
    narration = sentence("%(actor)s withdrew their consent.")
    printed = True
    icon = "undo-2"
    timeline = sentence("%(recipient)s withdrew their consent to sign electronically")
    webhook = "consent.withdrawn"

    recipient_id: UUID
    address: str = personal()
    user_agent: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (progress("withdrawn", envelope, self.recipient_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePublished(AdminEvent):
    """Of an organization's own; `is_standard`: the standard text counts again."""

    type = "disclosure.published"
    narration = sentence(
        "%(actor)s published version %(number)s of the disclosure (%(purpose)s, %(language)s)."
    )

    purpose: str
    language: str
    number: int
    is_standard: bool
