"""What members read in the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.api.oauth import client as oauth_client
from core.documents import visibility
from core.documents.events import DocumentRead
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient_list import addressed
from core.evidence import audit, consistency
from core.evidence.audit import Entry
from core.evidence.refusals import NotSealedYet
from core.refusals import Forbidden, NotFound
from core.retention.refusals import DocumentsGone
from core.signing import attaching
from core.signing.refusals import ConsentNeeded
from tenants.store.documents.page_images import PageId
from tenants.transaction import Transaction
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.signing import adopted_pictures, attachments

ONCE_IN = timedelta(hours=1)
LOOKS = 5


def envelope(tx: Transaction, envelope_id: UUID) -> Envelope:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    return seen(tx, tx.envelopes.get(envelope_id), standing)


def changeable(tx: Transaction, envelope_id: UUID) -> Envelope:
    """To show the form of a change. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    if not tx.may_change(tx.standing(envelope_id)):
        raise Forbidden
    return tx.envelopes.get(envelope_id)


def versioned(tx: Transaction, envelope_id: UUID) -> tuple[Envelope, int]:
    """An envelope with its version. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope, version = tx.envelopes.versioned(envelope_id)
    return seen(tx, envelope, standing), version


def version(tx: Transaction, envelope_id: UUID) -> int:
    """Rises with every change of the envelope: what a waiting page asks for. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    tx.standing(envelope_id)
    return tx.envelopes.version(envelope_id)


def held_version(tx: Transaction, envelope_id: UUID) -> int:
    """The same of one that is changed in this transaction. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.lock_changeable(envelope_id)
    return tx.envelopes.version(envelope_id)


def left_version(tx: Transaction, envelope_id: UUID) -> int:
    """The version of one that this transaction has changed, whoever may see it from now on."""
    tx.require(Permission.SEND_ENVELOPES)
    return tx.envelopes.left_version(envelope_id)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The trail, and whether it still is as it was written and the envelope is as it tells."""

    entries: tuple[Entry, ...]
    intact: bool


def timeline(tx: Transaction, envelope_id: UUID) -> Timeline:
    tx.require(Permission.READ_ENVELOPES)
    return told(tx, envelope_id)[1]


def told(tx: Transaction, envelope_id: UUID) -> tuple[Envelope, Timeline]:
    """An envelope with its story, both of the same moment. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    first = tx.envelopes.versioned(envelope_id)
    envelope, _, entries = with_trail(tx, *first)
    return seen(tx, envelope, standing), judged(tx, envelope, entries)


@dataclass(frozen=True, slots=True)
class Story:
    """A trail with the names of those who acted. `personal`: its reader sees values of people."""

    envelope: Envelope
    timeline: Timeline
    names: dict[UUID, str]
    personal: bool


def story(tx: Transaction, envelope_id: UUID) -> Story:
    """
    For a program. Who knows of the envelope only because they are asked to sign it is not given
    values of other people. Raises NotFound.
    """
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope, _, entries = with_trail(tx, *tx.envelopes.versioned(envelope_id))
    return Story(
        seen(tx, envelope, standing),
        judged(tx, envelope, entries),
        names_told(tx, envelope, entries),
        not access.sees_as_recipient(tx.role, standing),
    )


def names_told(tx: Transaction, envelope: Envelope, entries: Iterable[Entry]) -> dict[UUID, str]:
    """Of its sender, and of the members, API keys and applications that did something."""
    actors = {entry.actor for entry in entries} | {f"person:{envelope.sender_id}"}
    people = [UUID(a.removeprefix("person:")) for a in actors if a.startswith("person:")]
    applications = [oauth_client.ids_of(a) for a in actors if oauth_client.is_client(a)]
    people += [person_id for _, person_id in applications]
    clients = tx.oauth_clients.names([client_id for client_id, _ in applications])
    keys = [UUID(a.removeprefix("api_key:")) for a in actors if a.startswith("api_key:")]
    return tx.known_people.names(people) | tx.api_keys.names(keys) | clients


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


def seen(tx: Transaction, envelope: Envelope, standing: Standing) -> Envelope:
    """What a member sees of it: who knows of it as a recipient only, what their link shows."""
    if not access.sees_as_recipient(tx.role, standing):
        return envelope
    mine = addressed(envelope.recipients, tx.member.email)
    return visibility.seen_by(envelope, [r.id for r in mine if r.sent_at])


def names(tx: Transaction, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people of this organization."""
    tx.require(Permission.READ_ENVELOPES)
    return tx.known_people.names(person_ids)


def readable(tx: Transaction, envelope_id: UUID) -> Envelope:
    """An envelope whose pages this member may read. Raises NotFound, ConsentNeeded."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope = tx.envelopes.get(envelope_id)
    if not may_read_pages(tx, envelope, standing):
        raise ConsentNeeded
    return seen(tx, envelope, standing)


def record_page(tx: Transaction, envelope_id: UUID, page: PageId, now: datetime) -> None:
    """Record that a member looked at a page of another member's envelope."""
    tx.require(Permission.READ_ENVELOPES)
    if not tx.standing(envelope_id).owns:
        _record_read(tx, envelope_id, page.document_id, "viewed", now)


def may_read_pages(tx: Transaction, envelope: Envelope, standing: Standing) -> bool:
    """A member who is only a recipient consents first, as by their link."""
    if envelope.status is Status.COMPLETED or not access.sees_as_recipient(tx.role, standing):
        return True
    return any(r.consented for r in addressed(envelope.recipients, tx.member.email))


def sealed_file(
    tx: Transaction, envelope_id: UUID, document_id: UUID | None, now: datetime
) -> sealed_files.FoundSealedFile:
    """
    A sealed document; without an id the certificate of completion. It is logged as downloaded.

    The caller reads it when the transaction has ended, by sealed_files.read. Raises NotFound.
    """
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    if document_id is not None and access.sees_as_recipient(tx.role, standing):
        seen(tx, tx.envelopes.get(envelope_id), standing).document(document_id)
    if not standing.owns:
        _record_read(tx, envelope_id, document_id or envelope_id, "downloaded", now)
    return sealed_files.find(tx, envelope_id, document_id, actor=tx.principal.actor, now=now)


def all_sealed_files(
    tx: Transaction, envelope_id: UUID, now: datetime
) -> tuple[sealed_files.FoundSealedFile, ...]:
    """
    All that this member may download of a completed envelope: sealed documents, the certificate,
    what recipients attached. Raises NotFound, NotSealedYet, DocumentsGone.
    """
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope = seen(tx, tx.envelopes.get(envelope_id), standing)
    if envelope.status is not Status.COMPLETED:
        raise NotSealedYet
    if not standing.owns:
        _record_read(tx, envelope_id, envelope_id, "downloaded", now)
    actor = tx.principal.actor
    found = sealed_files.find_all(
        tx, envelope, None, actor=actor, now=now, as_what="downloaded all"
    )
    if not found:
        raise DocumentsGone
    return *found, *attachments.places(envelope, attaching.files(envelope))


def attached_files(tx: Transaction, envelope_id: UUID) -> list[UUID]:
    """Their ids, of what this member may download. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope = seen(tx, tx.envelopes.get(envelope_id), standing)
    return [file.id for _, file in attaching.files(envelope)]


def attached_file(
    tx: Transaction, envelope_id: UUID, attachment_id: UUID, now: datetime
) -> sealed_files.FoundSealedFile:
    """
    A file that a recipient attached. Who knows of the envelope as a recipient only has it once
    all have finished, as by their link. Raises NotFound, DocumentsGone.
    """
    tx.require(Permission.READ_ENVELOPES)
    standing = tx.standing(envelope_id)
    envelope = seen(tx, tx.envelopes.get(envelope_id), standing)
    as_recipient = access.sees_as_recipient(tx.role, standing)
    if as_recipient and envelope.status is not Status.COMPLETED:
        raise NotFound
    if not standing.owns:
        _record_read(tx, envelope_id, attachment_id, "downloaded", now)
    return attachments.find(tx, envelope, attaching.files(envelope), attachment_id, now)


def _record_read(
    tx: Transaction, envelope_id: UUID, document_id: UUID, how: str, now: datetime
) -> None:
    """Into the organization's own log, once an hour: a document has many pages."""
    what = (envelope_id, tx.principal.actor, f"{how} {document_id}")
    if tx.access_log.has(*what, since=now - ONCE_IN):
        return
    tx.admin_log.lock()
    # A browser asks for several pages at once: the first of them is the one recorded.
    if tx.access_log.has(*what, since=now - ONCE_IN):
        return
    tx.access_log.add(*what, now)
    read = DocumentRead(envelope_id=envelope_id, document_id=document_id, how=how)
    tx.record_admin((read,), tx.principal.actor, now)
