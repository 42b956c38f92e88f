"""The pages of an envelope that was sent, for each who may read it: members, recipients, links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from tenants.store.documents.page_images import SIGNING_WIDTH, PageId, PageImage
from tenants.use_cases.documents import page_viewer
from tenants.use_cases.documents.page_viewer import Leaves, Reader
from webapp.pages.signing import page_sheets
from webapp.pages.signing.page_sheets import Sheet
from webapp.render import render

PAGE = "/documents/<uuid:document_id>/pages/<int:number>"
View = Callable[..., Response]


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

    def placement(self) -> str:
        return url_for(f"{self.routes}.placement", **self.of)


def context(leaves: Leaves, places: Places) -> dict[str, Any]:
    """What `documents/reading/_pages.html` needs."""
    return {
        "envelope": leaves.envelope,
        "sheets": page_sheets.sheets(leaves.envelope, filled=leaves.written),
        "drawn": leaves.drawn,
        "places": places,
        "image_width": SIGNING_WIDTH,
        "waiting": False,
    }


def leaf(reader: Reader, places: Places, document_id: UUID, number: int) -> Response:
    """One page; while it is drawn, words that ask again by themselves."""
    found = page_viewer.leaf(reader, PageId(document_id, number))
    shown = context(found, places)
    sheet = next(s for s in shown["sheets"] if s.document.id == document_id and s.number == number)
    return render("documents/reading/_page.html", **shown | {"sheet": sheet, "waiting": True})


def text(reader: Reader, document_id: UUID, number: int) -> Response:
    envelope, lines = page_viewer.lines(reader, PageId(document_id, number))
    page = envelope.document(document_id).pages[number - 1]
    return render("signing/page_text.html", lines=lines, page=page, number=number)


def placement(reader: Reader) -> Response:
    found = page_viewer.leaves(reader)
    sheets = page_sheets.sheets(found.envelope, filled=found.written)
    return Response(page_sheets.placement(sheets), mimetype="text/css")


def signature(reader: Reader, signature_id: UUID) -> Response:
    response = make_response(page_viewer.signature(reader, signature_id))
    response.mimetype = "image/png"
    return response


def image(image: PageImage) -> Response:
    """Kept by this reader's browser only, and shown after we were asked whether it may."""
    response = make_response(image.data)
    response.mimetype = image.media_type
    response.set_etag(image.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response


def offer(
    bp: Blueprint,
    reader: Callable[[], Reader],
    places: Callable[[], Places],
    guard: Callable[[View], View],
) -> None:
    """The routes that all readers have, below what `bp` begins with."""

    @bp.get(f"{PAGE}/leaf", endpoint="leaf")
    @guard
    def show_leaf(document_id: UUID, number: int, **_: object) -> Response:
        return leaf(reader(), places(), document_id, number)

    @bp.get(f"{PAGE}/text", endpoint="text")
    @guard
    def show_text(document_id: UUID, number: int, **_: object) -> Response:
        return text(reader(), document_id, number)

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
