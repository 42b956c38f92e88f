"""What members read in the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import audit
from core.access import Permission
from core.audit import Entry
from core.envelope import Envelope
from core.refusals import NotFound
from tenants import pages, sealed_files
from tenants.member import Member
from tenants.pages import PageId, PageImage
from tenants.sealed_files import SealedFile


def envelope(member: Member, envelope_id: UUID) -> Envelope:
    """Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return tx.see(envelope_id)


def version(member: Member, envelope_id: UUID) -> int:
    """Rises with every change of the envelope: what a waiting page asks for. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        tx.standing(envelope_id)
        return tx.envelopes.version(envelope_id)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The trail, and whether it still is as it was written."""

    entries: tuple[Entry, ...]
    intact: bool


def timeline(member: Member, envelope_id: UUID) -> Timeline:
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        head = tx.see(envelope_id).head
        entries = tx.audit.of(envelope_id)
    try:
        audit.verify(audit.Trail(member.organization.id, envelope_id), entries, head)
    except audit.BrokenChain:
        return Timeline(entries, intact=False)
    return Timeline(entries, intact=True)


def names(member: Member, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people of this organization."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        rows = tx.all("select id, name from people where id = any(%s)", list(person_ids))
    return {row["id"]: row["name"] for row in rows}


def page_image(member: Member, envelope_id: UUID, page: PageId) -> PageImage:
    """Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        found = pages.find(tx, tx.see(envelope_id), page)
    return pages.image(member.organization, found)


def sealed_file(
    member: Member, envelope_id: UUID, document_id: UUID | None, now: datetime
) -> SealedFile:
    """A sealed document; without an id the certificate of completion. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        tx.standing(envelope_id)
        found = sealed_files.find(tx, envelope_id, document_id, actor=member.actor, now=now)
    return sealed_files.read(member.organization, found)


def original_file(member: Member, envelope_id: UUID, document_id: UUID) -> bytes:
    """The file as it was uploaded, byte for byte. Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        document = tx.see(envelope_id).document(document_id)
    if not document.original_sha256:
        raise NotFound
    return member.organization.get(f"originals/{document_id}/{document.original_sha256}")
