"""A draft as one of its recipients will see it. Nothing that is entered there is kept."""

from uuid import UUID

from flask import Blueprint, Response, g, request

from core.access import Permission
from core.envelopes.drafts import preview
from core.refusals import NotFound
from tenants.store.documents.page_images import SIGNING_WIDTH
from tenants.use_cases.envelopes import previewing, reading
from webapp import current
from webapp.pages.documents.document_pages import Places
from webapp.pages.envelopes import field_summaries
from webapp.pages.signing import ceremony_page, page_sheets
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("previews", __name__, url_prefix="/envelopes/<uuid:envelope_id>/fields/preview")


@bp.get("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    """`as` is the id of a recipient."""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        ceremony = previewing.ceremony(tx, current.member().organization, envelope_id, _as())
    g.time_zone, g.date_format = ceremony.time_zone, ceremony.date_format
    return render(
        "fields/preview.html",
        **ceremony_page.fields_context(ceremony),
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        readers=preview.readers(envelope),
        hues={s.recipient.id: s.hue for s in field_summaries.of(envelope)},
        sheets=page_sheets.of(ceremony),
        places=Places("", {"envelope_id": envelope_id}, "page_images.show"),
        image_width=SIGNING_WIDTH,
    )


@bp.get("/placement.css")
@member_sessions.required(Permission.SEND_ENVELOPES)
def placement(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        ceremony = previewing.ceremony(tx, current.member().organization, envelope_id, _as())
    return Response(page_sheets.placement(page_sheets.of(ceremony)), mimetype="text/css")


def _as() -> UUID | None:
    """Raises NotFound."""
    try:
        return UUID(request.args["as"]) if "as" in request.args else None
    except ValueError:
        raise NotFound from None
