"""What recipients do."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent, Status
from core.envelopes.events.mail_jobs import progress, to
from core.events.event import AdminEvent, personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientSignedIn(EnvelopeEvent):
    """
    A recipient was let in without a mailed link: as the member who has the same address.

    `method` is how they signed in (password, passkey, sso), `factors` how many proofs they gave.
    """

    type = "recipient.signed_in"
    narration = sentence(
        "%(recipient)s was identified as the person signed in with the same e-mail address"
        " (%(method)s)."
    )
    printed = True
    icon = "log-in"
    timeline = sentence("%(recipient)s was signed in to the account with this address")

    recipient_id: UUID
    person_id: UUID
    session_id: UUID
    method: str
    factors: int
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCameByForm(EnvelopeEvent):
    """A visitor of a direct link was let in at once, as the recipient whose address they typed."""

    type = "recipient.came_by_form"
    narration = sentence(
        "%(recipient)s continued directly from a public form. The e-mail address was not confirmed."
    )
    printed = True
    icon = "link"
    timeline = sentence(
        "%(recipient)s continued from the public form; the e-mail address was not confirmed"
    )

    recipient_id: UUID
    link_id: UUID
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCameEmbedded(EnvelopeEvent):
    """A recipient was let in inside a page of an application, which had said who they are."""

    type = "recipient.came_embedded"
    narration = sentence(
        "%(recipient)s came from the application “%(application)s”, which asserted their identity."
    )
    printed = True
    icon = "monitor"
    timeline = sentence("%(recipient)s opened the documents inside %(application)s")

    recipient_id: UUID
    key_id: UUID  # of the application's API key
    application: str
    origin: str
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientMetInPerson(EnvelopeEvent):
    """
    Their host met the recipient, made sure who they are and handed over their own device.

    `means`: "known" to the host, or the kind of identity document that they were shown
    (`MEANS` in core/signing/proofs/in_person.py); its number is not kept.
    """

    type = "recipient.met_in_person"
    narration = sentence(
        "%(host)s met %(recipient)s in person, confirmed their identity (%(means)s) and handed"
        " over the device."
    )
    printed = True
    icon = "users"
    timeline = sentence("%(host)s handed the device to %(recipient)s, in person")

    recipient_id: UUID
    means: str
    host: str = personal()
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationGiven(EnvelopeEvent):
    """A recipient let their browser say where they are. `accuracy` in meters."""

    type = "recipient.location_given"
    narration = sentence(
        "%(recipient)s shared their location: %(location)s (accurate to %(accuracy)s m)."
    )
    printed = True
    icon = "flag"
    timeline = sentence("%(recipient)s shared their location: %(location)s")

    recipient_id: UUID
    accuracy: int
    location: str = personal()  # latitude, longitude in degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationNotGiven(EnvelopeEvent):
    """A recipient was asked where they are; they refused, or their browser could not tell."""

    type = "recipient.location_not_given"
    narration = sentence("%(recipient)s did not share their location.")
    printed = True
    icon = "flag"
    timeline = sentence("%(recipient)s did not share their location")

    recipient_id: UUID


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
class SignatureAdopted(EnvelopeEvent):
    type = "signature.adopted"
    narration = sentence("%(actor)s created an image for signing: %(kind)s (%(method)s).")
    printed = True
    icon = "pen-line"

    recipient_id: UUID
    signature_id: UUID
    kind: str
    method: str
    image_sha256: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureConfirmed(EnvelopeEvent):
    """
    `content` is the mark of all that they signed (confirming.mark), `proofs` the names of what they
    proved it with.
    """

    type = "signature.confirmed"
    narration = sentence("%(recipient)s confirmed a signature (%(proofs)s): “%(reason)s”.")
    printed = True
    icon = "shield-check"
    timeline = sentence("%(recipient)s confirmed a signature (%(proofs)s)")
    webhook = "signature.confirmed"

    recipient_id: UUID
    field_id: UUID
    content: str
    proofs: str
    reason: str = personal()
    address: str = personal()
    user_agent: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentUploaded(EnvelopeEvent):
    """`sha256` is that of the file as it came; it had been checked when this was recorded."""

    type = "attachment.uploaded"
    narration = sentence(
        "%(actor)s attached a file: %(file_name)s, %(size)s bytes, SHA-256 %(sha256)s."
    )
    printed = True
    icon = "paperclip"
    timeline = sentence("%(recipient)s attached a file")

    recipient_id: UUID
    field_id: UUID
    attachment_id: UUID
    size: int
    sha256: str
    file_name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentRemoved(EnvelopeEvent):
    """By a recipient who may change their mind until they finish, or for another file."""

    type = "attachment.removed"
    narration = sentence("%(actor)s removed the attached file with the SHA-256 %(sha256)s.")
    printed = True

    recipient_id: UUID
    field_id: UUID
    attachment_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementViewed(EnvelopeEvent):
    type = "supplement.viewed"
    narration = sentence("%(actor)s viewed document %(number)s, which is for reading only.")
    printed = True
    icon = "eye"
    timeline = sentence("%(recipient)s viewed document %(number)s")

    recipient_id: UUID
    document_id: UUID
    number: int  # the place among the documents of the envelope, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementAccepted(EnvelopeEvent):
    type = "supplement.accepted"
    narration = sentence("%(actor)s accepted document %(number)s.")
    printed = True
    icon = "eye"
    timeline = sentence("%(recipient)s accepted document %(number)s")

    recipient_id: UUID
    document_id: UUID
    number: int  # the place among the documents of the envelope, from 1


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
