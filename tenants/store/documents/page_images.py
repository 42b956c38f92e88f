"""Images of pages and the text beside them: of pages as they were sent, and of sealed ones."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tenants.encryption.keys import Key
from tenants.store.rows import Rows

SIGNING_WIDTH = 1240
# Thumbnails and zoomed pages are made when they are first asked for.
WIDTHS = (310, SIGNING_WIDTH, 2480)
ALL = range(1, 1_000_000)  # pages


@dataclass(frozen=True, slots=True)
class PageId:
    """Which page, counted from 1, and how many pixels wide."""

    document_id: UUID
    number: int
    width: int = SIGNING_WIDTH


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """The row of an image. `height` is in pixels; `lines` are its text, see lines_of()."""

    number: int
    height: int
    media_type: str
    lines: list[Any]


class PageImages:
    """`sealed`: of the sealed document, in whose place the page as it was sent is not shown."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def media_types(self, document_id: UUID, number: int, sealed: bool) -> dict[int, str]:
        """Of a page, by the width at which there is an image."""
        found = self._rows.all(
            f"select width, media_type from {_table(sealed)}"  # noqa: S608 - a table of ours
            " where document_id = %s and number = %s",
            *(document_id, number),
        )
        return {row["width"]: row["media_type"] for row in found}

    def drawn(self, document_ids: Iterable[UUID], sealed: bool) -> frozenset[tuple[UUID, int]]:
        """Which pages have an image at signing size, by document and number."""
        found = self._rows.all(
            f"select document_id, number from {_table(sealed)}"  # noqa: S608 - a table of ours
            " where document_id = any(%s) and width = %s",
            *(list(document_ids), SIGNING_WIDTH),
        )
        return frozenset((row["document_id"], row["number"]) for row in found)

    def lines(self, document_id: UUID, number: int, sealed: bool) -> list[dict[str, Any]]:
        """The text of one page as lines with boxes in points. Raises NotFound."""
        row = self._rows.one(
            f"select number, lines, {_bound_to(sealed)} as bound_to"  # noqa: S608 - ours
            f" from {_table(sealed)} i where document_id = %s and number = %s and width = %s",
            *(document_id, number, SIGNING_WIDTH),
        )
        return decrypt_lines(self._rows.key, row["bound_to"], row)

    def all_lines(
        self, document_ids: Iterable[UUID], sealed: bool, numbers: range = ALL
    ) -> Iterator[tuple[UUID, int, list[dict[str, Any]]]]:
        """The text of drawn pages with these numbers, in one statement: document, number, lines."""
        found = self._rows.all(
            "select document_id, number, lines,"  # noqa: S608 - ours
            f" {_bound_to(sealed)} as bound_to from {_table(sealed)} i"
            " where document_id = any(%s) and width = %s and number >= %s and number < %s"
            " order by document_id, number",
            *(list(document_ids), SIGNING_WIDTH, numbers.start, numbers.stop),
        )
        for row in found:
            lines = decrypt_lines(self._rows.key, row["bound_to"], row)
            yield row["document_id"], row["number"], lines

    def add(
        self, document_id: UUID, files_id: UUID, width: int, pages: Sequence[DrawnPage]
    ) -> None:
        """Pages as they were sent, of a document with files of its own or another's."""
        self._rows.run_many(
            "insert into page_images (organization_id, document_id, width, number, height,"
            " media_type, lines) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            [
                (
                    *(self._rows.organization_id, document_id, width, page.number, page.height),
                    *(page.media_type, self._encrypted(files_id, page)),
                )
                for page in pages
            ],
        )

    def copy(self, copies: Mapping[UUID, UUID]) -> None:
        """The same images for other documents, which share the files: by the document copied."""
        self._rows.run(
            "insert into page_images (organization_id, document_id, width, number, height,"
            " media_type, lines) select i.organization_id, c.copy, i.width, i.number, i.height,"
            " i.media_type, i.lines from unnest(%s::uuid[], %s::uuid[]) as c (source, copy)"
            " join page_images i on i.document_id = c.source",
            *(list(copies), list(copies.values())),
        )

    def add_sealed(self, document_id: UUID, width: int, pages: Sequence[DrawnPage]) -> None:
        """Pages of the sealed document. What is there already stays."""
        self._rows.run_many(
            "insert into sealed_pages (organization_id, document_id, width, number, media_type,"
            " lines) values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
            [
                (
                    *(self._rows.organization_id, document_id, width, page.number),
                    *(page.media_type, self._encrypted(document_id, page)),
                )
                for page in pages
            ],
        )

    def delete_of(self, document_ids: Iterable[UUID]) -> None:
        ids = list(document_ids)
        self._rows.run("delete from page_images where document_id = any(%s)", ids)
        self._rows.run("delete from sealed_pages where document_id = any(%s)", ids)

    def _encrypted(self, document_id: UUID, page: DrawnPage) -> bytes:
        context = _context(document_id, page.number)
        return self._rows.key.encrypt(json.dumps(page.lines).encode(), context)


def object_name(page: PageId, sealed: bool) -> str:
    """
    Where the image is kept in the object store.

    Of a page as it was sent `document_id` is the document whose files they are.
    """
    folder = "sealed-pages" if sealed else "pages"
    return f"{folder}/{page.document_id}/{page.width}/{page.number}"


def decrypt_lines(key: Key, document_id: UUID, row: dict[str, Any]) -> list[dict[str, Any]]:
    """
    Of a row with `number` and `lines`; a page without text has none.

    `document_id` is the document whose files they are, or the one that was sealed.
    """
    if row["lines"] is None:
        return []
    text = key.decrypt(row["lines"], _context(document_id, row["number"]))
    found: list[dict[str, Any]] = json.loads(text)
    return found


def _table(sealed: bool) -> str:
    return "sealed_pages" if sealed else "page_images"


def _bound_to(sealed: bool) -> str:
    """The document to whose id the text of an image `i` is bound: see decrypt_lines()."""
    files = "(select files_id from documents d where d.id = i.document_id)"
    return "document_id" if sealed else files


def _context(document_id: UUID, number: int) -> str:
    return f"lines:{document_id}:{number}"
