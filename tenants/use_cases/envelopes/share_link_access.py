"""Reading an envelope by a link, without an account. Every use is written down."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.envelopes.refusals import ShareLinkOver
from core.principal import ShareLinkPrincipal
from core.refusals import Forbidden, NotFound
from core.signing import attaching, link
from tenants.installation import Installation, Organization
from tenants.store.documents.page_images import PageId
from tenants.transaction import Transaction
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.signing import attachments


@dataclass(frozen=True, slots=True)
class SharedEnvelope:
    """What a reader with a share link sees, and who shared it."""

    envelope: Envelope
    shared_by: str
    organization_name: str
    time_zone: str
    expires_at: datetime


def find(installation: Installation, token: str) -> tuple[Organization, ShareLinkPrincipal]:
    """Whose link this is: the transaction is opened there, by the link. Raises ShareLinkOver."""
    named = installation.directory.share_link(link.digest(token))
    if named is None:
        raise ShareLinkOver
    return installation.organization(named.organization_id), ShareLinkPrincipal(named.id)


def view(tx: Transaction, now: datetime) -> SharedEnvelope:
    """The envelope of the link by which its reader acts. Raises ShareLinkOver."""
    viewing = opened(tx, now)
    tx.access_log.add(viewing.envelope.id, tx.principal.actor, "opened by link", now)
    return viewing


def record_page(tx: Transaction, envelope_id: UUID, page: PageId, now: datetime) -> None:
    """Each page that a reader by link looks at is written down."""
    looked_at = f"viewed {page.document_id} page {page.number}"
    tx.access_log.add(envelope_id, tx.principal.actor, looked_at, now)


def sealed_file(
    tx: Transaction, document_id: UUID | None, now: datetime
) -> sealed_files.FoundSealedFile:
    """
    A sealed document; without an id the certificate of completion.

    The caller reads it when the transaction has ended, by sealed_files.read. Raises ShareLinkOver,
    NotFound.
    """
    envelope_id = opened(tx, now).envelope.id
    return sealed_files.find(tx, envelope_id, document_id, actor=tx.principal.actor, now=now)


def attached_file(
    tx: Transaction, attachment_id: UUID, now: datetime
) -> sealed_files.FoundSealedFile:
    """A file that a recipient attached, once all have finished. Raises ShareLinkOver, NotFound."""
    envelope = opened(tx, now).envelope
    if envelope.status is not Status.COMPLETED:
        raise NotFound
    return attachments.find(tx, envelope, attaching.files(envelope), attachment_id, now)


def opened(tx: Transaction, now: datetime) -> SharedEnvelope:
    """Raises ShareLinkOver, Forbidden for who does not act by a link."""
    if not isinstance(tx.principal, ShareLinkPrincipal):
        raise Forbidden
    found = tx.share_links.open(tx.principal.link_id, now)
    if found is None:
        raise ShareLinkOver
    envelope = tx.envelopes.get(found.envelope_id)
    if envelope.status is Status.DRAFT:
        raise ShareLinkOver
    return SharedEnvelope(
        envelope,
        found.shared_by,
        found.organization_name,
        found.time_zone,
        found.expires_at,
    )
