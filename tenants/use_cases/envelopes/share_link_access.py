"""Reading an envelope by a link, without an account. Every use is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.envelopes.refusals import ShareLinkOver
from core.signing import link
from tenants.installation import Installation
from tenants.organization import Organization, Transaction
from tenants.store.documents.page_images import PageId
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import SealedFile

FIND = """
    select s.id as link_id, s.envelope_id, s.expires_at, p.name as shared_by,
        o.name as organization_name, o.time_zone
    from share_links s join people p on p.id = s.shared_by cross join organizations o
    join envelopes e on (e.organization_id, e.id) = (s.organization_id, s.envelope_id)
    where s.id = %s and s.expires_at > %s and e.deleted_at is null and o.suspended_at is null
"""


@dataclass(frozen=True, slots=True)
class Viewing:
    """What somebody with a link sees, and whom they have it from."""

    envelope: Envelope
    link_id: UUID
    shared_by: str
    organization_name: str
    time_zone: str
    expires_at: datetime

    @property
    def actor(self) -> str:
        return f"share_link:{self.link_id}"


def view(installation: Installation, token: str, now: datetime) -> Viewing:
    """Raises ShareLinkOver."""
    organization, link_id = _organization(installation, token)
    with organization.transaction() as tx:
        viewing = _find(tx, link_id, now)
        _write_down(tx, viewing, "opened by link", now)
    return viewing


@dataclass(frozen=True, slots=True)
class LinkReader:
    """Whoever leafs through an envelope by a link. Each page they look at is written down."""

    organization: Organization
    link_id: UUID
    now: datetime

    @contextmanager
    def open(self, page: PageId | None = None) -> Iterator[tuple[Transaction, Envelope]]:
        """Raises ShareLinkOver, NotFound."""
        with self.organization.transaction() as tx:
            viewing = _find(tx, self.link_id, self.now)
            yield tx, viewing.envelope
            if page is not None:
                looked_at = f"viewed {page.document_id} page {page.number}"
                _write_down(tx, viewing, looked_at, self.now)


def reader(installation: Installation, token: str, now: datetime) -> LinkReader:
    """Raises ShareLinkOver."""
    organization, link_id = _organization(installation, token)
    return LinkReader(organization, link_id, now)


def sealed_file(
    installation: Installation, token: str, document_id: UUID | None, now: datetime
) -> SealedFile:
    """
    A sealed document; without an id the certificate of completion.

    Raises ShareLinkOver, NotFound.
    """
    organization, link_id = _organization(installation, token)
    with organization.transaction() as tx:
        viewing = _find(tx, link_id, now)
        envelope_id = viewing.envelope.id
        found = sealed_files.find(tx, envelope_id, document_id, actor=viewing.actor, now=now)
    return sealed_files.read(organization, found)


def _organization(installation: Installation, token: str) -> tuple[Organization, UUID]:
    named = installation.door.share_link(link.digest(token))
    if named is None:
        raise ShareLinkOver
    return installation.organization(named.organization_id), named.id


def _find(tx: Transaction, link_id: UUID, now: datetime) -> Viewing:
    row = tx.maybe(FIND, link_id, now)
    if row is None:
        raise ShareLinkOver
    envelope = tx.envelopes.get(row.pop("envelope_id"))
    if envelope.status is Status.DRAFT:
        raise ShareLinkOver
    return Viewing(envelope=envelope, **row)


def _write_down(tx: Transaction, viewing: Viewing, action: str, now: datetime) -> None:
    tx.run(
        "insert into access_log (organization_id, envelope_id, actor, action, at)"
        " values (%s, %s, %s, %s, %s)",
        *(tx.organization_id, viewing.envelope.id, viewing.actor, action, now),
    )
