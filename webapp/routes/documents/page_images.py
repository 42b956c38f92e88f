"""Pictures of pages for members, asked for anew each time so that no one else sees them."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.access import Permission
from tenants.openers.page_readers import MemberReader
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from webapp import current
from webapp.pages.documents import document_pages
from webapp.sessions import member_sessions

bp = Blueprint("page_images", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/pages/<int:number>")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID, document_id: UUID, number: int) -> Response:
    """`width` is one of tenants.store.documents.page_images.WIDTHS, in pixels."""
    width = request.args.get("width", SIGNING_WIDTH, int)
    page = PageId(document_id, number, width)
    reader = MemberReader(current.member(), envelope_id, current.now())
    return document_pages.image(reader, page)
