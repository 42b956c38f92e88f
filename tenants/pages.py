"""Page images and their text, stored once and read by whoever may see the page."""

import json
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.envelope import Envelope
from core.jobs import rendering
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
    page: PageId
    media_type: str


def object_name(document_id: UUID, width: int, number: int) -> str:
    return f"pages/{document_id}/{width}/{number}"


def find(tx: Transaction, envelope: Envelope, page: PageId) -> FoundPage:
    """
    The page at the width asked for; while that is being made, at signing size.

    Raises NotFound for a page the envelope has not, or that is not rendered yet.
    """
    envelope.document(page.document_id)
    media_types = {
        row["width"]: row["media_type"]
        for row in tx.all(
            "select width, media_type from page_images where document_id = %s and number = %s",
            *(page.document_id, page.number),
        )
    }
    if SIGNING_WIDTH not in media_types or page.width not in WIDTHS:
        raise NotFound
    if page.width not in media_types:
        job = rendering(envelope, page.document_id, page.number, page.width)
        tx.jobs.add_once(tx.organization_id, job)
        page = replace(page, width=SIGNING_WIDTH)
    return FoundPage(page, media_types[page.width])


def image(organization: Organization, found: FoundPage) -> PageImage:
    """Read outside of any transaction, for the object store may be slow."""
    page = found.page
    data = organization.get(object_name(page.document_id, page.width, page.number))
    return PageImage(found.media_type, data, f"{page.document_id}-{page.width}-{page.number}")


def lines(
    organization: Organization, tx: Transaction, document_id: UUID, number: int
) -> list[dict[str, Any]]:
    """The text of one page as lines with boxes in points. Raises NotFound."""
    row = tx.one(
        "select number, lines from page_images"
        " where document_id = %s and number = %s and width = %s",
        *(document_id, number, SIGNING_WIDTH),
    )
    return decrypt_lines(organization, document_id, row)


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
