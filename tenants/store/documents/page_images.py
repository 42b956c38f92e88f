"""Page images and their text, stored once and read by whoever may see the page."""

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope, Status
from core.jobs.job import chunk_around, rendering, sealed_rendering
from core.refusals import NotFound
from tenants.organization import Organization, Transaction

SIGNING_WIDTH = 1240
# Thumbnails and zoomed pages are made when they are first asked for.
WIDTHS = (310, SIGNING_WIDTH, 2480)


@dataclass(frozen=True, slots=True)
class PageImage:
    """`etag` names this very image; width and height are pixels."""

    media_type: str
    data: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class PageId:
    """Which page, counted from 1, and how many pixels wide."""

    document_id: UUID
    number: int
    width: int = SIGNING_WIDTH


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Where the image of a page is kept in the object store."""

    page: PageId
    media_type: str
    object: str


def object_name(document_id: UUID, width: int, number: int) -> str:
    return f"pages/{document_id}/{width}/{number}"


def sealed_object_name(document_id: UUID, width: int, number: int) -> str:
    return f"sealed-pages/{document_id}/{width}/{number}"


def find(tx: Transaction, envelope: Envelope, page: PageId) -> FoundPage:
    """
    The page at the width asked for; while that is being made, at signing size.

    Of a completed envelope always the sealed page: what was shown before is not shown again.
    Raises NotFound for a page the envelope has not, or that is not drawn yet.
    """
    document = envelope.document(page.document_id)
    if page.width not in WIDTHS or not 1 <= page.number <= len(document.pages):
        raise NotFound
    media_types = {
        row["width"]: row["media_type"]
        for row in tx.all(
            f"select width, media_type from {_table(envelope)}"  # noqa: S608 - a table of ours
            " where document_id = %s and number = %s",
            *(page.document_id, page.number),
        )
    }
    if page.width not in media_types:
        _ask(tx, envelope, page)
        page = replace(page, width=SIGNING_WIDTH)
    if page.width not in media_types:
        raise NotFound
    name = sealed_object_name if _is_sealed(envelope) else object_name
    place = name(page.document_id, page.width, page.number)
    return FoundPage(page, media_types[page.width], place)


def drawn(tx: Transaction, envelope: Envelope) -> frozenset[tuple[UUID, int]]:
    """Which pages there are to see, by document and number; of each sealed file some more soon."""
    rows = tx.all(
        f"select document_id, number from {_table(envelope)}"  # noqa: S608 - a table of ours
        " where document_id = any(%s) and width = %s",
        *([d.id for d in envelope.documents], SIGNING_WIDTH),
    )
    found = frozenset((row["document_id"], row["number"]) for row in rows)
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


def image(organization: Organization, found: FoundPage) -> PageImage:
    """Read outside of any transaction, for the object store may be slow."""
    data = organization.get(found.object)
    return PageImage(found.media_type, data, found.object.replace("/", "-"))


def lines(
    organization: Organization, tx: Transaction, envelope: Envelope, document_id: UUID, number: int
) -> list[dict[str, Any]]:
    """The text of one page as lines with boxes in points. Raises NotFound."""
    row = tx.one(
        f"select number, lines from {_table(envelope)}"  # noqa: S608 - a table of ours
        " where document_id = %s and number = %s and width = %s",
        *(envelope.document(document_id).id, number, SIGNING_WIDTH),
    )
    return decrypt_lines(organization, document_id, row)


def _is_sealed(envelope: Envelope) -> bool:
    return envelope.status is Status.COMPLETED


def _table(envelope: Envelope) -> str:
    return "sealed_pages" if _is_sealed(envelope) else "page_images"


def _ask(tx: Transaction, envelope: Envelope, page: PageId) -> None:
    """Have it drawn, unless it is erased. Pages for signing are drawn by intake, unasked."""
    if envelope.erased_at is not None:
        return
    if _is_sealed(envelope):
        pages = len(envelope.document(page.document_id).pages)
        for_reading = page.width == SIGNING_WIDTH
        numbers = (
            chunk_around(page.number, pages) if for_reading else range(page.number, page.number + 1)
        )
        job = sealed_rendering(envelope, page.document_id, numbers, page.width)
    elif page.width != SIGNING_WIDTH:
        job = rendering(envelope, page.document_id, page.number, page.width)
    else:
        return
    tx.jobs.add_once(tx.organization_id, job)


def encrypt_lines(
    organization: Organization, document_id: UUID, number: int, lines: list[Any]
) -> bytes:
    return organization.key.encrypt(json.dumps(lines).encode(), f"lines:{document_id}:{number}")


def decrypt_lines(
    organization: Organization, document_id: UUID, row: dict[str, Any]
) -> list[dict[str, Any]]:
    """Of a row with `number` and `lines`; a page without text has none."""
    if row["lines"] is None:
        return []
    text = organization.key.decrypt(row["lines"], f"lines:{document_id}:{row['number']}")
    found: list[dict[str, Any]] = json.loads(text)
    return found
