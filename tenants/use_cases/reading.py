"""What members read in the portal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import audit
from core.audit import Entry
from core.envelope import Envelope
from core.refusals import NotFound
from tenants import pages, sealed_files
from tenants.member import Member
from tenants.pages import PageId, PageImage
from tenants.sealed_files import SealedFile


def envelope(member: Member, envelope_id: UUID) -> Envelope:
    """Raises NotFound."""
    with member.organization.transaction() as tx:
        return tx.envelopes.get(envelope_id)


def version(member: Member, envelope_id: UUID) -> int:
    """Rises with every change of the envelope: what a waiting page asks for. Raises NotFound."""
    with member.organization.transaction() as tx:
        return tx.envelopes.version(envelope_id)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The trail, and whether it still is as it was written."""

    entries: tuple[Entry, ...]
    intact: bool


def timeline(member: Member, envelope_id: UUID) -> Timeline:
    with member.organization.transaction() as tx:
        head = tx.envelopes.get(envelope_id).head
        entries = tx.audit.of(envelope_id)
    try:
        audit.verify(audit.Trail(member.organization.id, envelope_id), entries, head)
    except audit.BrokenChain:
        return Timeline(entries, intact=False)
    return Timeline(entries, intact=True)


def names(member: Member, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of people of this organization."""
    with member.organization.transaction() as tx:
        rows = tx.all("select id, name from people where id = any(%s)", list(person_ids))
    return {row["id"]: row["name"] for row in rows}


def page_image(member: Member, envelope_id: UUID, page: PageId) -> PageImage:
    """Raises NotFound."""
    with member.organization.transaction() as tx:
        found = pages.find(tx, tx.envelopes.get(envelope_id), page)
    return pages.image(member.organization, found)


def sealed_file(
    member: Member, envelope_id: UUID, document_id: UUID | None, now: datetime
) -> SealedFile:
    """A sealed document; without an id the certificate of completion. Raises NotFound."""
    return sealed_files.read(
        member.organization, envelope_id, document_id, actor=member.actor, now=now
    )


def original_file(member: Member, envelope_id: UUID, document_id: UUID) -> bytes:
    """The file as it was uploaded, byte for byte. Raises NotFound."""
    with member.organization.transaction() as tx:
        document = tx.envelopes.get(envelope_id).document(document_id)
    if not document.original_sha256:
        raise NotFound
    return member.organization.get(f"originals/{document_id}/{document.original_sha256}")
