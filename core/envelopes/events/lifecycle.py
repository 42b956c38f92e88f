"""What happens to an envelope, from its draft to its end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.envelopes.events.mail_jobs import expiry, texts_of_completion, to_all, to_sender
from core.events.event import personal
from core.jobs.job import Job
from core.jobs.kinds import KINDS
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCreated(EnvelopeEvent):
    type = "envelope.created"
    narration = sentence("%(actor)s created this envelope.")
    printed = True
    icon = "file-plus"
    timeline = sentence("%(actor)s created this envelope")
    webhook = "envelope.created"

    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderNamed(EnvelopeEvent):
    """Who sends, as the certificate prints it, whoever the envelope is handed over to later."""

    type = "sender.named"
    narration = sentence("The sender was recorded.")
    printed = True

    person_id: UUID
    name: str = personal()
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSent(EnvelopeEvent):
    """
    Named as it was sent: a draft may have been renamed since it was created.

    `documents` is the canonical JSON of every document as it was sent. With the recipients and
    fields of the entries before, it commits to all that was sent. `organization` is its name.
    """

    type = "envelope.sent"
    narration = sentence("%(actor)s sent the envelope.")
    printed = True
    icon = "send"
    timeline = sentence("%(actor)s sent it")
    webhook = "envelope.sent"

    expires_at: datetime
    time_zone: str
    date_format: str = ""
    language: str = ""  # of the certificate of completion
    steps: str = ""  # canonical JSON of what was chosen for steps; "" for nothing
    confirming: str = ""  # canonical JSON of how each signature is confirmed; "" if it is not
    name: str = personal()
    message: str = personal()
    documents: str = personal()
    organization: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return expiry(envelope)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDelivered(EnvelopeEvent):
    type = "envelope.delivered"
    narration = sentence("The envelope was opened for the first time.")
    printed = True
    webhook = "envelope.delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDeclined(EnvelopeEvent):
    type = "envelope.declined"
    narration = sentence("The envelope was closed because someone declined.")
    printed = True
    webhook = "envelope.declined"

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (to_sender(envelope), *to_all("mail_ending", envelope))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeVoided(EnvelopeEvent):
    type = "envelope.voided"
    narration = sentence("%(actor)s voided the envelope.")
    printed = True
    icon = "ban"
    timeline = sentence("%(actor)s voided this envelope")
    webhook = "envelope.voided"

    reason: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """A draft ends quietly; else all who knew of it hear of it."""
        return to_all("mail_ending", envelope) if envelope.sent_at else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeExpired(EnvelopeEvent):
    type = "envelope.expired"
    narration = sentence("The envelope expired.")
    printed = True
    icon = "clock-alert"
    timeline = sentence("It expired before everyone had finished")
    webhook = "envelope.expired"

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (to_sender(envelope), *to_all("mail_ending", envelope))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSigned(EnvelopeEvent):
    type = "envelope.signed"
    narration = sentence("Everyone has signed.")
    printed = True
    icon = "users"
    webhook = "envelope.signed"

    pages: int

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """The lease grows with the work, so that a long envelope is not sealed twice."""
        lease = KINDS["seal_envelope"].lease + timedelta(milliseconds=150 * self.pages)
        return (Job("seal_envelope", {"envelope_id": str(envelope.id)}, lease=lease),)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeCompleted(EnvelopeEvent):
    """SHA-256 in hex of each sealed document by its id, and of the sealed certificate."""

    type = "envelope.completed"
    narration = sentence("The documents were sealed and everyone has a copy.")
    printed = True
    icon = "seal"
    webhook = "envelope.completed"

    documents: dict[str, str]
    certificate: str

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        of = {"envelope_id": str(envelope.id)}
        kept = (Job("mail_archive", of | {"number": n}) for n in range(len(envelope.archive)))
        texts = texts_of_completion(envelope)
        return (*to_all("mail_completion", envelope), *texts, to_sender(envelope), *kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChanged(EnvelopeEvent):
    """`old` and `new` are the canonical JSON of pairs: what is noted, and its value."""

    type = "envelope.details_changed"
    narration = sentence("%(actor)s changed the details of the envelope.")
    icon = "pencil-line"
    timeline = sentence("%(actor)s changed its details")

    count: int
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeTransferred(EnvelopeEvent):
    """Another member owns it from now on: `person_id`, who is called `name`."""

    type = "envelope.transferred"
    narration = sentence("%(actor)s transferred the envelope to another owner.")
    icon = "arrow-right-left"
    timeline = sentence("%(actor)s transferred it to %(name)s")
    webhook = "envelope.transferred"

    old_owner_id: UUID
    person_id: UUID
    name: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """So that it is found by its new owner."""
        return (Job("index_envelope", {"envelope_id": str(envelope.id)}),)
