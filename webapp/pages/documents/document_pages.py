"""The pages of an envelope that was sent, for each who may read it: members, recipients, links."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from core.envelopes.envelope import Envelope
from tenants.installation import Organization
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from tenants.transaction import Transaction
from tenants.use_cases.documents import page_images, page_viewer
from tenants.use_cases.documents.page_images import FoundPage, StoredPageImage
from tenants.use_cases.documents.page_viewer import PageSheets
from webapp.pages.signing import page_sheets
from webapp.pages.signing.page_sheets import Sheet
from webapp.render import render

PAGE = "/documents/<uuid:document_id>/pages/<int:number>"
AT_ONCE = 25  # pages whose text is sent together: webapp/static/js/documents/page_texts.js
View = Callable[..., Response]


class Reader(Protocol):
    """Who may read an envelope: a member, a recipient, a reader with a share link."""

    @property
    def organization(self) -> Organization: ...

    def open(
        self, page: PageId | None = None
    ) -> AbstractContextManager[tuple[Transaction, Envelope]]:
        """
        The envelope, within a transaction; that they looked at `page` is written down.

        Raises NotFound, or the refusal that tells this reader why not.
        """
        ...


@dataclass(frozen=True, slots=True)
class Places:
    """Where this reader finds the parts: endpoints below `routes`, and what stands in each."""

    routes: str
    given: Mapping[str, Any]
    image_route: str
    signature_route: str = ""

    @property
    def of(self) -> dict[str, Any]:
        """What names the reader's envelope in an address: a page's own parts are said by it."""
        parts = ("document_id", "number", "signature_id")
        return {name: value for name, value in self.given.items() if name not in parts}

    def image(self, sheet: Sheet) -> str:
        return url_for(self.image_route, **self.of, **_page(sheet))

    def leaf(self, sheet: Sheet) -> str:
        return url_for(f"{self.routes}.leaf", **self.of, **_page(sheet))

    def text(self, sheet: Sheet) -> str:
        return url_for(f"{self.routes}.text", **self.of, **_page(sheet))

    def signature(self, signature_id: str) -> str:
        route = self.signature_route or f"{self.routes}.signature"
        return url_for(route, **self.of, signature_id=signature_id)

    def search(self) -> str:
        return url_for(f"{self.routes}.search", **self.of)

    def placement(self) -> str:
        return url_for(f"{self.routes}.placement", **self.of)


def pages(reader: Reader) -> PageSheets:
    with reader.open() as (tx, envelope):
        return page_viewer.pages(tx, envelope)


def page(reader: Reader, page: PageId) -> PageSheets:
    """The same of one page. Raises NotFound."""
    with reader.open() as (tx, envelope):
        return page_viewer.page(tx, envelope, page)


def context(found: PageSheets, places: Places) -> dict[str, Any]:
    """What `documents/reading/_pages.html` needs."""
    return {
        "envelope": found.envelope,
        "sheets": page_sheets.sheets(found.envelope, filled=found.written),
        "drawn": found.drawn,
        "places": places,
        "image_width": SIGNING_WIDTH,
        "waiting": False,
    }


def page_fragment(reader: Reader, places: Places, document_id: UUID, number: int) -> Response:
    """One page; while it is drawn, words that ask again by themselves."""
    found = page(reader, PageId(document_id, number))
    shown = context(found, places)
    sheet = next(s for s in shown["sheets"] if s.document.id == document_id and s.number == number)
    return render("documents/reading/_page.html", **shown | {"sheet": sheet, "waiting": True})


def text(reader: Reader, document_id: UUID, number: int) -> Response:
    """For reading aloud and selecting. Raises NotFound."""
    page = PageId(document_id, number)
    envelope, found = lines(reader, page)
    size = envelope.document(document_id).pages[number - 1]
    return render("signing/page_text.html", lines=found, page=size, number=number)


def texts(reader: Reader, document_id: UUID, first: int) -> Response:
    """Of several pages of a document, from this one on. Raises NotFound."""
    with reader.open() as (tx, envelope):
        document = envelope.document(document_id)
        found = page_images.texts(tx, envelope, document_id, range(first, first + AT_ONCE))
    shown = [
        (sheet, found[document.id, sheet.number])
        for sheet in page_sheets.sheets(envelope)
        if (sheet.document.id, sheet.number) in found
    ]
    return render("signing/page_texts.html", pages=shown)


def search(reader: Reader) -> Response:
    """On which pages the words of the address stand, and how often; nothing else of the pages."""
    words = request.args.get("words", "")
    with reader.open() as (tx, envelope):
        hits = page_images.search(tx, envelope, words)
    return render(
        "documents/reading/_found.html",
        words=words.strip(),
        hits=[(envelope.document(hit.document_id), hit.number, hit.count) for hit in hits],
        several=len(envelope.documents) > 1,
    )


def placement(reader: Reader) -> Response:
    found = pages(reader)
    sheets = page_sheets.sheets(found.envelope, filled=found.written)
    return Response(page_sheets.placement(sheets), mimetype="text/css")


def signature(reader: Reader, signature_id: UUID) -> Response:
    with reader.open() as (tx, envelope):
        png = page_viewer.signature(tx, envelope, signature_id)
    response = make_response(png)
    response.mimetype = "image/png"
    return response


def find(reader: Reader, page: PageId) -> FoundPage:
    """Raises NotFound."""
    with reader.open(page) as (tx, envelope):
        return page_images.find(tx, envelope, page)


def load(reader: Reader, page: PageId) -> StoredPageImage:
    """Raises NotFound."""
    return page_images.image(reader.organization, find(reader, page))


def lines(reader: Reader, page: PageId) -> tuple[Envelope, list[dict[str, Any]]]:
    """Raises NotFound."""
    with reader.open(page) as (tx, envelope):
        return envelope, page_images.lines(tx, envelope, page)


def image(reader: Reader, page: PageId) -> Response:
    """Kept by this reader's browser only, and shown after we were asked whether it may."""
    found = find(reader, page)
    if request.if_none_match.contains_weak(found.etag):
        response = make_response("", 304)
    else:
        response = make_response(page_images.image(reader.organization, found).data)
        response.mimetype = found.media_type
    response.set_etag(found.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def add_page_routes(
    bp: Blueprint,
    reader: Callable[[], Reader],
    places: Callable[[], Places],
    guard: Callable[[View], View],
    search_guard: Callable[[View], View] | None = None,
) -> None:
    """
    The routes that all readers have, below what `bp` begins with.

    `search_guard`: of the search, which reads all pages at once, where it differs.
    """

    @bp.get(f"{PAGE}/leaf", endpoint="leaf")
    @guard
    def show_leaf(document_id: UUID, number: int, **_: object) -> Response:
        return page_fragment(reader(), places(), document_id, number)

    @bp.get(f"{PAGE}/text", endpoint="text")
    @guard
    def show_text(document_id: UUID, number: int, **_: object) -> Response:
        return text(reader(), document_id, number)

    @bp.get("/search", endpoint="search")
    @(search_guard or guard)
    def show_found(**_: object) -> Response:
        return search(reader())

    @bp.get("/placement.css", endpoint="placement")
    @guard
    def show_placement(**_: object) -> Response:
        return placement(reader())

    @bp.get("/signatures/<uuid:signature_id>", endpoint="signature")
    @guard
    def show_signature(signature_id: UUID, **_: object) -> Response:
        return signature(reader(), signature_id)


def _page(sheet: Sheet) -> dict[str, Any]:
    return {"document_id": sheet.document.id, "number": sheet.number}
