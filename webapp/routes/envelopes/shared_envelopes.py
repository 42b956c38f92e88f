"""An envelope to read by a share link. Public: the link is enough."""

from uuid import UUID

from flask import Blueprint, Response, g, request

from core.envelopes.envelope import Status
from core.envelopes.refusals import ShareLinkOver
from core.refusals import NotFound
from core.signing import attaching
from tenants.openers import page_readers
from tenants.openers.page_readers import LinkReader
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from tenants.use_cases.envelopes import share_link_access
from tenants.use_cases.evidence import sealed_files
from webapp import current
from webapp.http import security
from webapp.http.rate_limits import limiter
from webapp.pages.documents import document_pages
from webapp.pages.documents.document_pages import Places
from webapp.render import render
from webapp.routes.evidence.sealed_files import attachment

bp = Blueprint("shared_envelopes", __name__, url_prefix="/shared/<token>")
bp.after_request(security.keep_address_private)


@bp.get("")
@limiter.limit("60 per minute")
def show(token: str) -> Response:
    _act_by_link(token)
    with current.transaction() as tx:
        found = share_link_access.view(tx, current.now())
    g.time_zone = found.time_zone
    shown = document_pages.context(document_pages.pages(_reader()), _places())
    is_there = found.envelope.status is Status.COMPLETED and not found.envelope.erased_at
    attached = attaching.files(found.envelope) if is_there else []
    return render(
        "envelopes/sharing/show.html", viewing=found, token=token, attached=attached, **shown
    )


@bp.get("/documents/<uuid:document_id>/pages/<int:number>")
@limiter.limit("600 per minute")
def page_image(token: str, document_id: UUID, number: int) -> Response:
    width = request.args.get("width", SIGNING_WIDTH, int)
    return document_pages.image(_reader(), PageId(document_id, number, width))


@bp.get("/documents/<uuid:document_id>/sealed.pdf")
@limiter.limit("60 per minute")
def sealed_file(token: str, document_id: UUID) -> Response:
    return _attachment(token, document_id)


@bp.get("/certificate.pdf")
@limiter.limit("60 per minute")
def certificate(token: str) -> Response:
    return _attachment(token, None)


@bp.get("/attachments/<uuid:attachment_id>")
@limiter.limit("60 per minute")
def attached(token: str, attachment_id: UUID) -> Response:
    _act_by_link(token)
    with current.transaction() as tx:
        found = share_link_access.attached_file(tx, attachment_id, current.now())
    return attachment(sealed_files.read(current.organization(), found))


def _act_by_link(token: str) -> None:
    """Raises ShareLinkOver."""
    current.act_as(*share_link_access.find(current.installation(), token))


def _attachment(token: str, document_id: UUID | None) -> Response:
    _act_by_link(token)
    with current.transaction() as tx:
        found = share_link_access.sealed_file(tx, document_id, current.now())
    return attachment(sealed_files.read(current.organization(), found))


def _reader() -> LinkReader:
    token = (request.view_args or {})["token"]
    return page_readers.link_reader(current.installation(), token, current.now())


def _places() -> Places:
    return Places("shared_envelopes", dict(request.view_args or {}), "shared_envelopes.page_image")


document_pages.add_page_routes(
    bp, _reader, _places, limiter.limit("600 per minute"), limiter.limit("120 per minute")
)


@bp.errorhandler(ShareLinkOver)
def over(refusal: ShareLinkOver) -> Response:
    return render("people/invitation_links/expired.html", status=404, text=refusal.message)


@bp.errorhandler(NotFound)
def absent(_: NotFound) -> Response:
    return render("people/invitation_links/expired.html", status=404, text=ShareLinkOver.message)
