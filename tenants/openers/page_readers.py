"""Members and readers by link at the pages of an envelope: each page opens a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.principal import ShareLinkPrincipal
from tenants.installation import Installation, Organization
from tenants.openers.document_upload import Uploader
from tenants.store.documents.page_images import PageId
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading, share_link_access


@dataclass(frozen=True, slots=True)
class MemberReader:
    """A member who reads an envelope. If another member owns it, the reading is recorded."""

    member: Uploader
    envelope_id: UUID
    now: datetime

    @property
    def organization(self) -> Organization:
        return self.member.organization

    @contextmanager
    def open(self, page: PageId | None = None) -> Iterator[tuple[Transaction, Envelope]]:
        """Raises NotFound, ConsentNeeded."""
        with self.member.transaction() as tx:
            yield tx, reading.readable(tx, self.envelope_id)
            if page is not None:
                reading.record_page(tx, self.envelope_id, page, self.now)


@dataclass(frozen=True, slots=True)
class LinkReader:
    """A reader with a share link. Each page that they look at is recorded."""

    organization: Organization
    principal: ShareLinkPrincipal
    now: datetime

    @contextmanager
    def open(self, page: PageId | None = None) -> Iterator[tuple[Transaction, Envelope]]:
        """Raises ShareLinkOver, NotFound."""
        with self.organization.transaction(self.principal) as tx:
            envelope = share_link_access.opened(tx, self.now).envelope
            yield tx, envelope
            if page is not None:
                share_link_access.record_page(tx, envelope.id, page, self.now)


def link_reader(installation: Installation, token: str, now: datetime) -> LinkReader:
    """Raises ShareLinkOver."""
    return LinkReader(*share_link_access.find(installation, token), now)
