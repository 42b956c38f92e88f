"""What happens to the documents of an envelope."""

from dataclasses import dataclass
from uuid import UUID

from core.documents.jobs import intake, renderings
from core.envelopes.envelope import Envelope, EnvelopeEvent
from core.events.event import AdminEvent, personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAdded(EnvelopeEvent):
    type = "document.added"
    narration = sentence("%(actor)s added a document.")
    printed = True
    icon = "upload"

    document_id: UUID
    sha256: str
    name: str = personal()

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (intake(envelope.id, self.document_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPasswordGiven(EnvelopeEvent):
    """The password itself is kept encrypted until intake has used it, and never recorded."""

    type = "document.password_given"
    narration = sentence("%(actor)s entered the password for a document.")
    printed = True

    document_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (intake(envelope.id, self.document_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTriedAgain(EnvelopeEvent):
    """Its intake was given up, and begins anew."""

    type = "document.tried_again"
    narration = sentence("%(actor)s had a document checked again.")
    printed = True

    document_id: UUID

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return (intake(envelope.id, self.document_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(EnvelopeEvent):
    type = "document.accepted"
    narration = sentence("The document was checked (pages: %(pages)s).")
    printed = True
    webhook = "document.accepted"

    document_id: UUID
    canonical_sha256: str
    pages: int

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        return renderings(envelope.id, self.document_id, self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRejected(EnvelopeEvent):
    type = "document.rejected"
    narration = sentence("The document could not be used.")
    printed = True
    webhook = "document.rejected"

    document_id: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRemoved(EnvelopeEvent):
    type = "document.removed"
    narration = sentence("%(actor)s removed a document.")
    printed = True

    document_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReplaced(EnvelopeEvent):
    """Its new version was ready and took its place; it is added and accepted before."""

    type = "document.replaced"
    narration = sentence(
        "A document was replaced by its new version (fields kept in place: %(kept)s, moved:"
        " %(moved)s, without a place: %(lost)s)."
    )
    printed = True

    document_id: UUID
    replaced_id: UUID
    kept: int
    moved: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPagesEdited(EnvelopeEvent):
    """The document that was added just before is this one with other pages, of the same file."""

    type = "document.pages_edited"
    narration = sentence(
        "%(actor)s edited pages of a document (rotated: %(turned)s, moved: %(moved)s, deleted:"
        " %(deleted)s, inserted: %(inserted)s, redacted: %(redacted)s)."
    )
    printed = True

    document_id: UUID
    was: UUID
    turned: int
    moved: int
    deleted: int
    inserted: int
    redacted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPagesRestored(EnvelopeEvent):
    type = "document.pages_restored"
    narration = sentence("%(actor)s undid all page edits of a document.")
    printed = True

    document_id: UUID
    was: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentValuesLifted(EnvelopeEvent):
    """The document that was added just before is this one, of the same file, without the values
    that its form was filled in with: fields of the envelope have them."""

    type = "document.values_lifted"
    narration = sentence("%(actor)s made a filled-in form editable (fields: %(fields)s).")
    printed = True

    document_id: UUID
    was: UUID
    fields: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRead(AdminEvent):
    """A document of an envelope was read in the portal by someone who did not send it."""

    type = "document.read"
    narration = sentence("%(actor)s read a document that someone else sent.")
    group = "envelopes"

    envelope_id: UUID
    document_id: UUID
    how: str  # "viewed" or "downloaded"
