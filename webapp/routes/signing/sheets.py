"""The pages of the documents as a recipient reads them: image, text, places of the fields."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.documents import page_text
from core.refusals import NotFound
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from tenants.use_cases.documents import page_images
from webapp.http.rate_limits import limiter
from webapp.pages.documents import document_pages, printed_copy
from webapp.pages.signing import ceremony_page, page_sheets
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("sheets", __name__)
PAGE = "/documents/<uuid:document_id>/pages/<int:number>"


@bp.get(PAGE)
def show(recipient_id: UUID, document_id: UUID, number: int) -> Response:
    reader = ceremony_sessions.load_ceremony(recipient_id)
    width = request.args.get("width", SIGNING_WIDTH, type=int)
    return document_pages.image(reader, PageId(document_id, number, width))


@bp.get(f"{PAGE}/leaf")
def leaf(recipient_id: UUID, document_id: UUID, number: int) -> Response:
    """A sealed page, for a recipient who comes back; while it is drawn, a part that asks again."""
    reader = ceremony_sessions.load_ceremony(recipient_id)
    return document_pages.page_fragment(
        reader, ceremony_page.places(recipient_id), document_id, number
    )


@bp.get(f"{PAGE}/picture")
def picture(recipient_id: UUID, document_id: UUID, number: int) -> Response:
    """A page to sign, without its fields; while it is drawn, words that ask again."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    ceremony.check_may_read()
    sheets = page_sheets.sheets(ceremony.envelope)
    sheet = next((s for s in sheets if (s.document.id, s.number) == (document_id, number)), None)
    if sheet is None:
        raise NotFound
    return render(
        "signing/_page_image.html",
        ceremony=ceremony,
        sheet=sheet,
        sheets=sheets,
        image_width=SIGNING_WIDTH,
        asking=True,
    )


@bp.get(f"{PAGE}/text")
def text(recipient_id: UUID, document_id: UUID, number: int) -> Response:
    reader = ceremony_sessions.load_ceremony(recipient_id)
    return document_pages.text(reader, document_id, number)


@bp.get("/documents/<uuid:document_id>/texts/<int:number>")
def texts(recipient_id: UUID, document_id: UUID, number: int) -> Response:
    """Of the pages from this one on, as many as are asked for at once."""
    reader = ceremony_sessions.load_ceremony(recipient_id)
    return document_pages.texts(reader, document_id, number)


@bp.get("/text")
def plain_text(recipient_id: UUID) -> Response:
    """All documents as text that flows: for screen readers, large letters and narrow screens."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    with ceremony.open() as (tx, envelope):
        found = page_images.texts(tx, envelope)
    return render(
        "signing/plain_text.html",
        ceremony=ceremony,
        envelope=envelope,
        sheets=page_sheets.sheets(envelope),
        paragraphs={page: page_text.paragraphs(lines) for page, lines in found.items()},
    )


@bp.get("/search")
@limiter.limit("120 per minute", key_func=ceremony_sessions.whose)
def search(recipient_id: UUID) -> Response:
    return document_pages.search(ceremony_sessions.load_ceremony(recipient_id))


@bp.get("/placement.css")
def placement(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    ceremony.check_may_read()
    return Response(page_sheets.placement(page_sheets.of(ceremony)), mimetype="text/css")


@bp.get("/print")
def printing(recipient_id: UUID) -> Response:
    """All pages at once, for printing or saving a copy before or after signing."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not ceremony.recipient.consented or ceremony.envelope.status in ceremony_page.ENDED:
        return ceremony_page.page(ceremony)
    return render(
        "signing/print.html",
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        sheets=page_sheets.of(ceremony),
        image_width=SIGNING_WIDTH,
        today=ceremony_page.today(ceremony),
        places=ceremony_page.places(recipient_id),
        unsigned=printed_copy.unsigned(ceremony.envelope, ceremony.recipient.finished),
    )
