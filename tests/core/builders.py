"""Envelopes for tests: as small as they can be and still be sent, signed and sealed."""

from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from core.documents.document import Document, DocumentStatus, Page
from core.envelopes import ending
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope, Outcome, Signature
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.envelopes.roles.signer import SIGNER
from core.envelopes.sender import Sender
from core.events.event import Event
from core.evidence import audit
from core.evidence.audit import Entry, Head, Trail
from core.fields import kinds
from core.fields.field import Field
from core.jobs.job import Job
from core.signing import adopting, consenting, finishing
from core.signing.disclosures import disclosure
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.origin import Origin

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(days=200)
ORIGIN = Origin("192.0.2.7", "a browser of somebody")
DISCLOSURE = disclosure.for_organization("Example Organization")
SHA256 = "5e" * 32
SENDER = Sender(
    UUID(int=7), "Clerk of Leases", "clerk@example.com", "Example Organization", "Europe/Berlin"
)

_numbers = count(1)


def new_id() -> UUID:
    """Ids that differ, and are the same in every run."""
    return UUID(int=next(_numbers))


def signer(name: str = "Signer One", order: int = 1, **changes: Any) -> Recipient:
    email = f"{name.replace(' ', '.').lower()}@example.com"
    return replace(Recipient(new_id(), name, email, SIGNER, order), **changes)


def cc(name: str = "Copy One", order: int = 1, **changes: Any) -> Recipient:
    return signer(name, order, role=CC, **changes)


def ready_document(pages: int = 1, **changes: Any) -> Document:
    """Taken in, with every page of A4 rendered."""
    return replace(
        Document(new_id(), "Lease", 1, SHA256),
        status=DocumentStatus.READY,
        canonical_sha256=SHA256,
        pages=(Page(595, 842),) * pages,
        pages_rendered=pages,
        **changes,
    )


def field(
    recipient: Recipient,
    document: Document,
    kind: str = "signature",
    **changes: Any,
) -> Field:
    place = Field(new_id(), document.id, (recipient.id,), kinds.named(kind), 1, 100, 100, 150, 40)
    return replace(place, **changes)


def make_envelope(
    *recipients: Recipient, types: tuple[str, ...] = ("signature",), **changes: Any
) -> Envelope:
    """A draft of one page that can be sent: each signer has one field of each type."""
    document = ready_document()
    people = recipients or (signer(),)
    fields = tuple(
        field(person, document, type, y=100.0 + 50 * row)
        for person in people
        if person.role.has_fields
        for row, type in enumerate(types)
    )
    envelope = Envelope(new_id(), new_id(), new_id(), "Lease of a flat", NOW)
    whole: dict[str, Any] = {"recipients": people, "documents": (document,), "fields": fields}
    return replace(envelope, **(whole | changes))


def sent(*recipients: Recipient, types: tuple[str, ...] = ("signature",)) -> Envelope:
    return draft_sending.send(make_envelope(*recipients, types=types), SENDER, NOW).envelope


def signature(recipient: Recipient, kind: str = "signature") -> Signature:
    return Signature(new_id(), recipient.id, kind, "drawn", SHA256)


def mine(envelope: Envelope, recipient: Recipient) -> dict[UUID, str]:
    """A value for every field of this recipient."""
    return {f.id: "mine" for f in envelope.fields_of(recipient.id)}


def consented(envelope: Envelope, recipient: Recipient) -> Envelope:
    return consenting.accept(envelope, recipient.id, DISCLOSURE, ORIGIN, NOW).envelope


def adopted(envelope: Envelope, recipient: Recipient, kind: str = "signature") -> Envelope:
    """Consented, with a signature, ready to fill in."""
    ready = consented(envelope, recipient)
    return adopting.adopt(ready, signature(recipient, kind)).envelope


def finish(envelope: Envelope, recipient: Recipient) -> Outcome:
    """Finish with every field filled in."""
    filled = mine(envelope, recipient)
    return finishing.finish(envelope, recipient.id, filled, TODAY, ORIGIN, NOW)


def signed_by(envelope: Envelope, *recipients: Recipient) -> Envelope:
    """Each in turn consents, adopts and finishes."""
    for recipient in recipients:
        envelope = finish(adopted(envelope, recipient), recipient).envelope
    return envelope


def completed(envelope: Envelope) -> Envelope:
    sealed = {d.id: SHA256 for d in envelope.documents}
    return ending.complete(envelope, sealed, SHA256, NOW).envelope


def types_of(outcome: Outcome) -> list[str]:
    return [event.type for event in outcome.events]


@dataclass
class Record:
    """What the transaction writes down, kept in memory."""

    envelope: Envelope
    entries: tuple[Entry, ...] = ()
    events: list[Event] = attribute(default_factory=list)
    jobs: list[Job] = attribute(default_factory=list)

    @property
    def trail(self) -> Trail:
        return Trail(self.envelope.organization_id, self.envelope.id)

    def add(self, outcome: Outcome, by: str = "system", at: datetime = NOW) -> None:
        head = self.envelope.head
        entries = audit.extend(self.trail, head, outcome.events, by, at, new_id, _salt)
        if entries:
            head = Head(entries[-1].sequence, entries[-1].hash)
        self.envelope = replace(outcome.envelope, head=head)
        self.entries += entries
        self.events += outcome.events
        self.jobs += [job for e in outcome.events for job in e.jobs(outcome.envelope)]

    def meet(self, recipient_id: UUID, at: datetime = NOW) -> None:
        """By their host, where someone signs in person."""
        if self.envelope.recipient(recipient_id).role.in_person:
            met = RecipientMetInPerson(
                recipient_id=recipient_id, means="known", host="Host", address="", user_agent=""
            )
            self.add(Outcome(self.envelope, (met,)), at=at)

    def job_kinds(self, kind: str) -> list[Job]:
        return [job for job in self.jobs if job.kind == kind]


def recorded() -> Record:
    """The whole way of an envelope with two signers in sequence and a cc, as its trail."""
    one, two = signer("Signer One", 1), signer("Signer Two", 2)
    types = ("signature", "text", "date_signed")
    record = Record(make_envelope(one, two, cc(), types=types))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    for person in (one, two):
        by = f"recipient:{person.id}"
        record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW), by)
        record.add(adopting.adopt(record.envelope, signature(person)), by)
        record.add(finish(record.envelope, person), by)
    sealed = {d.id: SHA256 for d in record.envelope.documents}
    record.add(ending.complete(record.envelope, sealed, SHA256, NOW))
    return record


def _salt() -> bytes:
    return next(_numbers).to_bytes(16, "big")
