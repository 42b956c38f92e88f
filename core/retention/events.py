"""What is held, deleted, erased and restored."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.jobs.job import Job
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(AdminEvent):
    """`subject` is envelope, address or organization; the first two are named as well."""

    type = "hold.placed"
    narration = sentence("%(actor)s placed a legal hold.")

    hold_id: UUID
    subject: str
    envelope_id: UUID | None = None
    address: str = personal()
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(AdminEvent):
    type = "hold.lifted"
    narration = sentence("%(actor)s lifted a legal hold.")

    hold_id: UUID
    reason: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDeleted(AdminEvent):
    """Into the recycle bin, which empties itself at `erase_at`."""

    type = "envelope.deleted"
    narration = sentence("%(actor)s moved an envelope to the recycle bin.")

    envelope_id: UUID
    erase_at: datetime

    def jobs(self) -> tuple[Job, ...]:
        of = {"envelope_id": str(self.envelope_id)}
        return Job("index_envelope", of), Job("erase_documents", of, due_at=self.erase_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeRestored(AdminEvent):
    type = "envelope.restored"
    narration = sentence("%(actor)s restored an envelope from the recycle bin.")

    envelope_id: UUID

    def jobs(self) -> tuple[Job, ...]:
        return (Job("index_envelope", {"envelope_id": str(self.envelope_id)}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsErased(AdminEvent):
    """`cause` is bin, rule or person. The proof stays."""

    type = "documents.erased"
    narration = sentence("The documents of an envelope were erased (%(cause)s).")

    envelope_id: UUID
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErasureAsked(AdminEvent):
    """Of whom is not said: that is what is to be forgotten."""

    type = "person_erasure.asked"
    narration = sentence("%(actor)s requested that a person’s data be erased.")

    erasure_id: UUID

    def jobs(self) -> tuple[Job, ...]:
        return (Job("erase_person", {"erasure_id": str(self.erasure_id)}),)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErased(AdminEvent):
    """From `envelopes` of them; `kept` others have to go on saying who it is."""

    type = "person_erasure.done"
    narration = sentence(
        "A person’s data was erased from envelopes: %(envelopes)s; kept in: %(kept)s."
    )

    erasure_id: UUID
    envelopes: int
    kept: int
