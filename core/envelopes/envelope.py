"""An envelope: what is sent, and the states it moves through."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from core.documents.document import Document
from core.documents.supplement import Acknowledgement
from core.envelopes import groups
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotOpen, PausedBySender
from core.envelopes.roles import registry
from core.envelopes.schedule import DEFAULT, Schedule
from core.envelopes.steps import RoutingStep
from core.events.event import Event
from core.evidence.audit import Head
from core.fields.field import Field
from core.jobs.job import Job
from core.organizations.confirming_rules import NONE, Confirming
from core.refusals import NotFound

Part = TypeVar("Part", Recipient, Document, Field)


class Status(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    DELIVERED = "delivered"
    SIGNED = "signed"
    COMPLETED = "completed"
    DECLINED = "declined"
    VOIDED = "voided"
    EXPIRED = "expired"

    @property
    def open(self) -> bool:
        """Recipients may act."""
        return self in (Status.SENT, Status.DELIVERED)


# The database refuses everything else too: see check_envelope_move in tenants/schema/envelopes.sql.
MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SENT, Status.VOIDED}),
    Status.SENT: frozenset({Status.DELIVERED, Status.VOIDED, Status.EXPIRED}),
    Status.DELIVERED: frozenset({Status.SIGNED, Status.DECLINED, Status.VOIDED, Status.EXPIRED}),
    Status.SIGNED: frozenset({Status.COMPLETED}),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature or initials that a recipient adopted; the image is kept apart."""

    id: UUID
    recipient_id: UUID
    kind: str
    method: str
    image_sha256: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """
    A recipient proved once more who they are, for the signature in one field. `content` is the mark
    of all that they signed.
    """

    field_id: UUID
    recipient_id: UUID
    content: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """The whole of an envelope, as decisions see it. Times are UTC."""

    id: UUID
    organization_id: UUID
    sender_id: UUID
    name: str
    created_at: datetime
    message: str = ""
    status: Status = Status.DRAFT
    status_at: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    starts_at: datetime | None = None  # no one of the next step is invited before
    paused_at: datetime | None = None  # no one may act since
    fields_corrected_at: datetime | None = None  # since it was sent, last
    warned_at: datetime | None = None  # when it was told that it expires soon
    schedule: Schedule = DEFAULT
    template_id: UUID | None = None  # the template it began with
    template_version: int = 0
    bulk_send_id: UUID | None = None  # the bulk send that it is a row of
    content_of: UUID | None = None  # the template that it is the content of: never sent
    certificate_sha256: str = ""
    deleted_at: datetime | None = None  # in the recycle bin since
    erased_at: datetime | None = None  # its documents are gone, the proof is not
    erased_because: str = ""
    typed_in: UUID | None = None  # the page, one window's, that typed last into this draft
    send_requested_by: str = ""  # the actor for whom a job sends it when its pages are there
    sending_problem: str = ""  # the code of why it could not be sent so
    archive: tuple[str, ...] = ()  # addresses that get the completed envelope, unseen
    steps: tuple[RoutingStep, ...] = ()  # those for which something was chosen
    proofs: tuple[str, ...] = ()  # of identity, asked of all its recipients
    minimum_proofs: tuple[str, ...] = ()  # those its organization asks of everyone
    confirming: Confirming = NONE  # whether each signature is confirmed by itself
    least_confirming: Confirming = NONE  # what its organization asks of everything it sends
    recipients: tuple[Recipient, ...] = ()
    documents: tuple[Document, ...] = ()
    fields: tuple[Field, ...] = ()
    signatures: tuple[Signature, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    head: Head = field(default_factory=Head)

    def recipient(self, recipient_id: UUID) -> Recipient:
        """Raises NotFound."""
        return _one(self.recipients, recipient_id)

    def document(self, document_id: UUID) -> Document:
        """Raises NotFound."""
        return _one(self.documents, document_id)

    def field(self, field_id: UUID) -> Field:
        """Raises NotFound."""
        return _one(self.fields, field_id)

    def fields_of(self, recipient_id: UUID) -> tuple[Field, ...]:
        """
        What a recipient may fill in, and no one else has. In the order of documents and pages; on
        each page what the sender numbered, then in reading order: from top to bottom, left to
        right.
        """
        order = {d.id: d.position for d in self.documents}
        mine = (f for f in self.fields if f.is_for(recipient_id))
        return tuple(sorted(mine, key=lambda f: (order[f.document_id], *f.order_on_page)))

    def others_may_fill(self, field: Field, recipient_id: UUID) -> bool:
        """Whether someone else may fill it in as well, after this recipient has finished."""
        others = (r for r in self.recipients if r.id in field.recipient_ids and not r.finished)
        me = self.recipient(recipient_id)
        return any(r.id != me.id and not self._spares(me, r) for r in others)

    def _spares(self, finishing: Recipient, other: Recipient) -> bool:
        """Whether no one needs the other any more when this one finishes."""
        if groups.part_of(other) == groups.part_of(finishing):
            return True
        if other.routing_order != finishing.routing_order:
            return False
        needed = next((s.needed for s in self.steps if s.order == other.routing_order), 0)
        together = (r for r in self.recipients if r.routing_order == other.routing_order)
        acting = (r for r in together if r.role.acts and r.completed_at)
        done = {groups.part_of(r) for r in (*acting, finishing)}
        return 0 < needed <= len(done)

    def adopted(self, recipient_id: UUID, kind: str) -> Signature | None:
        """The latest signature (or initials) this recipient adopted."""
        mine = [s for s in self.signatures if (s.recipient_id, s.kind) == (recipient_id, kind)]
        return mine[-1] if mine else None

    @property
    def finished_ids(self) -> frozenset[UUID]:
        """Of the recipients who have finished: what they filled in stands."""
        return frozenset(r.id for r in self.recipients if r.completed_at)

    @property
    def everybody_has_finished(self) -> str:
        """The clause that says so, in the word for what its recipients do."""
        return registry.everybody_has_finished(r.role for r in self.recipients)

    @property
    def shown_status(self) -> str:
        invited = any(r.sent_at for r in self.recipients)
        return shown_status(self.status, self.paused_at, self.starts_at, invited)

    @property
    def pages(self) -> int:
        return sum(len(d.pages) for d in self.documents)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeEvent(Event):
    """What happened to an envelope, a line of its audit trail."""

    def jobs(self, envelope: Envelope) -> tuple[Job, ...]:
        """The work that it calls for, in the envelope as it is after it."""
        return ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """An envelope after a decision, and what happened on the way there."""

    envelope: Envelope
    events: tuple[EnvelopeEvent, ...] = ()

    def then(self, decide: Callable[[Envelope], "Outcome"]) -> "Outcome":
        """This decision and a further one, as one."""
        further = decide(self.envelope)
        return Outcome(further.envelope, (*self.events, *further.events))


def move(envelope: Envelope, status: Status, now: datetime) -> Envelope:
    """The envelope in another state. Raises ValueError for a move that no rule knows."""
    if status not in MOVES.get(envelope.status, frozenset()):
        raise ValueError(f"no envelope goes from {envelope.status} to {status}")
    return replace(envelope, status=status, status_at=now)


def overdue(envelope: Envelope, now: datetime) -> bool:
    """Whether the time to act in it is over."""
    return envelope.expires_at is not None and envelope.expires_at <= now


def shown_status(
    status: Status, paused_at: datetime | None, starts_at: datetime | None, invited: bool
) -> str:
    """The state, or "paused", or "scheduled" while no one was `invited` yet."""
    if status.open and paused_at:
        return "paused"
    return "scheduled" if status.open and starts_at and not invited else status.value


def check_running(envelope: Envelope, now: datetime) -> None:
    """Raises NotOpen, PausedBySender."""
    if not envelope.status.open or overdue(envelope, now):
        raise NotOpen
    if envelope.paused_at:
        raise PausedBySender


def steps(before: Status, after: Status) -> tuple[Status, ...]:
    """The states from `before` (without it) to `after`, on the shortest way MOVES allows."""
    ways: list[tuple[Status, ...]] = [()]
    while ways:
        way = ways.pop(0)
        last = way[-1] if way else before
        if last is after:
            return way
        ways += [(*way, status) for status in sorted(MOVES.get(last, frozenset()))]
    raise ValueError(f"no envelope goes from {before} to {after}")


def with_recipients(envelope: Envelope, *changed: Recipient) -> Envelope:
    """The envelope with these recipients in the place of those of the same id."""
    return replace(envelope, recipients=_swap(envelope.recipients, changed))


def with_documents(envelope: Envelope, *changed: Document) -> Envelope:
    return replace(envelope, documents=_swap(envelope.documents, changed))


def with_fields(envelope: Envelope, *changed: Field) -> Envelope:
    return replace(envelope, fields=_swap(envelope.fields, changed))


def _one(items: Iterable[Part], id: UUID) -> Part:
    found = next((item for item in items if item.id == id), None)
    if found is None:
        raise NotFound
    return found


def _swap(items: Iterable[Part], changed: Iterable[Part]) -> tuple[Part, ...]:
    by_id = {item.id: item for item in changed}
    return tuple(by_id.get(item.id, item) for item in items)
