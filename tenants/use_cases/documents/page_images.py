"""The image of a page, for those who may read it. If there is none, a job draws it."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.documents import page_search
from core.documents.jobs import chunk_around, rendering, sealed_rendering
from core.documents.page_search import PageHits
from core.envelopes.envelope import Envelope, Status
from core.refusals import NotFound
from tenants.installation import Organization
from tenants.store.documents.page_images import ALL, SIGNING_WIDTH, WIDTHS, PageId, object_name
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class StoredPageImage:
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Where the image of a page is kept in the object store."""

    page: PageId
    media_type: str
    object: str

    @property
    def etag(self) -> str:
        """Names this very image: what lies at this place is never replaced by another."""
        return self.object.replace("/", "-")


def find(tx: Transaction, envelope: Envelope, page: PageId) -> FoundPage:
    """
    The page at the width asked for; while that is being made, at signing size.

    Of a completed envelope always the sealed page: what was shown before is not shown again.
    Raises NotFound for a page the envelope has not, or that is not drawn yet.
    """
    document = envelope.document(page.document_id)
    if page.width not in WIDTHS or not 1 <= page.number <= len(document.pages):
        raise NotFound
    sealed = _is_sealed(envelope)
    media_types = tx.page_images.media_types(page.document_id, page.number, sealed)
    if page.width not in media_types:
        _ask(tx, envelope, page)
        page = replace(page, width=SIGNING_WIDTH)
    if page.width not in media_types:
        raise NotFound
    stored = page if sealed else replace(page, document_id=document.files_id)
    return FoundPage(page, media_types[page.width], object_name(stored, sealed))


def drawn(tx: Transaction, envelope: Envelope) -> frozenset[tuple[UUID, int]]:
    """Which pages there are to see, by document and number; of each sealed file some more soon."""
    found = tx.page_images.drawn((d.id for d in envelope.documents), _is_sealed(envelope))
    for document in envelope.documents:
        if (document.id, 1) not in found:
            _ask(tx, envelope, PageId(document.id, 1))
    return found


def is_drawn(tx: Transaction, envelope: Envelope, page: PageId) -> bool:
    """Whether it can be seen; if not, it is drawn soon. Raises NotFound when there is no such."""
    if not 1 <= page.number <= len(envelope.document(page.document_id).pages):
        raise NotFound
    try:
        find(tx, envelope, page)
    except NotFound:
        return False
    return True


def lines(tx: Transaction, envelope: Envelope, page: PageId) -> list[dict[str, Any]]:
    """The text of one page as lines with boxes in points. Raises NotFound."""
    document = envelope.document(page.document_id)
    return tx.page_images.lines(document.id, page.number, _is_sealed(envelope))


def texts(
    tx: Transaction, envelope: Envelope, document_id: UUID | None = None, numbers: range = ALL
) -> dict[tuple[UUID, int], list[dict[str, Any]]]:
    """Of all pages, or of some of one document; those that are not drawn yet are left out."""
    ids = [document_id] if document_id else [document.id for document in envelope.documents]
    found = tx.page_images.all_lines(ids, _is_sealed(envelope), numbers)
    return {(id, number): lines for id, number, lines in found}


def search(tx: Transaction, envelope: Envelope, typed: str) -> list[PageHits]:
    """The pages on which these words stand, in the order of the documents."""
    words = page_search.words_of(typed)
    if not words:
        return []
    place = {document.id: document.position for document in envelope.documents}
    found = [
        PageHits(id, number, page_search.count((line["text"] for line in lines), words))
        for id, number, lines in tx.page_images.all_lines(place, _is_sealed(envelope))
    ]
    hits = [page for page in found if page.count]
    return sorted(hits, key=lambda page: (place[page.document_id], page.number))


def image(organization: Organization, found: FoundPage) -> StoredPageImage:
    """Read with no transaction open, for the object store may be slow."""
    data = organization.get(found.object)
    return StoredPageImage(found.media_type, data)


def _is_sealed(envelope: Envelope) -> bool:
    return envelope.status is Status.COMPLETED


def _ask(tx: Transaction, envelope: Envelope, page: PageId) -> None:
    """Have it drawn, unless it is erased. Pages for signing are drawn by intake, unasked."""
    if envelope.erased_at is not None:
        return
    if _is_sealed(envelope):
        pages = len(envelope.document(page.document_id).pages)
        # Thumbnails are looked at together, as pages to read are.
        alone = range(page.number, page.number + 1)
        numbers = alone if page.width > SIGNING_WIDTH else chunk_around(page.number, pages)
        job = sealed_rendering(envelope.id, page.document_id, numbers, page.width)
    elif page.width != SIGNING_WIDTH:
        job = rendering(envelope.id, page.document_id, page.number, page.width)
    else:
        return
    tx.jobs.add_once(tx.organization_id, job)
