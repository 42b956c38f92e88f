"""What members read in the portal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.documents.events import DocumentRead
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import addressed
from core.evidence import audit, consistency
from core.evidence.audit import Entry
from core.refusals import NotFound
from core.signing.refusals import ConsentNeeded
from tenants.member import Member, MemberTransaction
from tenants.organization import Organization, Transaction
from tenants.store.documents.page_images import PageId
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import SealedFile
from tenants.use_cases.signing import adopted_pictures

ONCE_IN = timedelta(hours=1)
LOOKS = 5


def envelope(member: Member, envelope_id: UUID) -> Envelope:
    """Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return tx.see(envelope_id)


def versioned(tx: Transaction, envelope_id: UUID) -> tuple[Envelope, int]:
    """An envelope with its version. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    tx.standing(envelope_id)
    return tx.envelopes.versioned(envelope_id)


def version(member: Member, envelope_id: UUID) -> int:
    """Rises with every change of the envelope: what a waiting page asks for. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        tx.standing(envelope_id)
        return tx.envelopes.version(envelope_id)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The trail, and whether it still is as it was written and the envelope is as it tells."""

    entries: tuple[Entry, ...]
    intact: bool


def timeline(member: Member, envelope_id: UUID) -> Timeline:
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        tx.standing(envelope_id)
        first = tx.envelopes.versioned(envelope_id)
        envelope, _, entries = with_trail(tx, *first)
        return judged(tx, envelope, entries)


def with_trail(
    tx: Transaction, envelope: Envelope, version: int
) -> tuple[Envelope, int, tuple[Entry, ...]]:
    """
    An envelope that was just read with its whole trail, both as one commit left them.

    No lock is needed: whatever was recorded between two statements has moved the head, and then
    the envelope is read again.
    """
    for _ in range(LOOKS):
        entries, head = tx.audit.with_head(envelope.id)
        if head == envelope.head:
            break
        envelope, version = tx.envelopes.versioned(envelope.id)
    return envelope, version, entries


def judged(tx: Transaction, envelope: Envelope, entries: tuple[Entry, ...]) -> Timeline:
    """An entry beyond the head is a break: `entries` are of the same moment as the envelope."""
    try:
        audit.verify(audit.Trail(tx.organization_id, envelope.id), entries, envelope.head)
    except audit.BrokenChain:
        return Timeline(entries, intact=False)
    differs = consistency.differences(envelope, entries) or adopted_pictures.different(tx, envelope)
    return Timeline(entries, intact=not differs)


def names(member: Member, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people of this organization."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        rows = tx.all("select id, name from known_people where id = any(%s)", list(person_ids))
    return {row["id"]: row["name"] for row in rows}


@dataclass(frozen=True, slots=True)
class MemberReader:
    """A member who leafs through an envelope; what others have sent is written down as read."""

    member: Member
    envelope_id: UUID
    now: datetime

    @property
    def organization(self) -> Organization:
        return self.member.organization

    @contextmanager
    def open(self, page: PageId | None = None) -> Iterator[tuple[Transaction, Envelope]]:
        """Raises NotFound, ConsentNeeded."""
        with self.member.transaction(Permission.READ_ENVELOPES) as tx:
            standing = tx.standing(self.envelope_id)
            envelope = tx.envelopes.get(self.envelope_id)
            if not may_read_pages(tx, envelope, standing):
                raise ConsentNeeded
            yield tx, envelope
            if page is not None and not standing.owns:
                _record_read(tx, self.envelope_id, page.document_id, "viewed", self.now)


def may_read_pages(tx: MemberTransaction, envelope: Envelope, standing: Standing) -> bool:
    """Whoever is only asked to sign agrees to do so electronically first, as by their link."""
    if envelope.status is Status.COMPLETED or not access.sees_as_recipient(tx.role, standing):
        return True
    return any(r.consented for r in addressed(envelope.recipients, tx.member.email))


def sealed_file(
    member: Member, envelope_id: UUID, document_id: UUID | None, now: datetime
) -> SealedFile:
    """A sealed document; without an id the certificate of completion. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        standing = tx.standing(envelope_id)
        if not standing.owns:
            _record_read(tx, envelope_id, document_id or envelope_id, "downloaded", now)
        found = sealed_files.find(tx, envelope_id, document_id, actor=member.actor, now=now)
    return sealed_files.read(member.organization, found)


def original_file(member: Member, envelope_id: UUID, document_id: UUID, now: datetime) -> bytes:
    """The file as it was uploaded, byte for byte. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        standing = tx.standing(envelope_id)
        document = tx.envelopes.get(envelope_id).document(document_id)
        if not document.original_sha256:
            raise NotFound
        if not standing.owns:
            _record_read(tx, envelope_id, document_id, "downloaded", now)
    return member.organization.get(f"originals/{document_id}/{document.original_sha256}")


def _record_read(
    tx: MemberTransaction, envelope_id: UUID, document_id: UUID, how: str, now: datetime
) -> None:
    """Into the organization's own log, once an hour: a document has many pages."""
    what = (envelope_id, tx.member.actor, f"{how} {document_id}")
    if _was_read(tx, *what, now):
        return
    tx.admin_log.lock()
    # Somebody's browser asks for several pages at once: the first of them is the one recorded.
    if _was_read(tx, *what, now):
        return
    tx.run(
        "insert into access_log (organization_id, envelope_id, actor, action, at)"
        " values (%s, %s, %s, %s, %s)",
        *(tx.organization_id, *what, now),
    )
    read = DocumentRead(envelope_id=envelope_id, document_id=document_id, how=how)
    tx.administer((read,), tx.member.actor, now)


def _was_read(
    tx: MemberTransaction, envelope_id: UUID, actor: str, action: str, now: datetime
) -> bool:
    read = tx.maybe(
        "select from access_log where envelope_id = %s and actor = %s and at > %s and action = %s"
        " limit 1",
        *(envelope_id, actor, now - ONCE_IN, action),
    )
    return read is not None
