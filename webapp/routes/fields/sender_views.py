"""The prepare page of one draft inside a page of an application, for its sender and no one else."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from core.api.draft_view import SESSION_LIFETIME, DraftView
from core.envelopes.envelope import Envelope, Status
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from tenants.openers.page_readers import MemberReader
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from tenants.use_cases.envelopes import draft_autosave, reading, requested_sending, sending
from tenants.use_cases.envelopes.drafts import draft_views
from tenants.use_cases.envelopes.drafts.draft_views import OpenedDraft
from webapp import current
from webapp.http import rate_limits, security
from webapp.pages.documents import document_pages
from webapp.pages.envelopes import draft_page
from webapp.pages.fields import field_json, placed_fields, prepare_page, typed_field
from webapp.pages.fields.prepare_page import PreparePlaces
from webapp.render import render
from webapp.sessions import frame_session

bp = Blueprint("sender_views", __name__, url_prefix="/prepare")
ONE = "/<uuid:envelope_id>"
DOCUSIGN = "docusign"
DOCUSIGN_EVENTS = {"saved": "Save", "sent": "Send", "error": "Error"}


def opened(view: Callable[..., Response]) -> Callable[..., Response]:
    """The guard: the session is for this one draft. Raises NotFound for any other."""

    @wraps(view)
    def guarded(envelope_id: UUID, **parts: Any) -> Response:
        session = frame_session.secret()
        organization = current.installation().organization(draft_views.organization_of(session))
        with organization.transaction(SYSTEM) as tx:
            found = draft_views.resume(tx, session)
        if found.view.envelope_id != envelope_id:
            raise NotFound
        current.act_as(organization, found.principal)
        g.time_zone = found.principal.time_zone
        security.allow_frames(found.frame_origins)
        rate_limits.count_write(organization.id)
        return view(found, **parts)

    return guarded


@bp.get("/open/<token>")
def enter(token: str) -> Response:
    """Public: the address was made by an application for the sender, and opens the page once."""
    if request.method == "HEAD":
        return make_response("", 204)
    organization = current.installation().organization(draft_views.organization_of(token))
    current.check_host(organization.id)
    with organization.transaction(SYSTEM) as tx:
        session, found = draft_views.enter(tx, token)
    security.allow_frames(found.frame_origins)
    id, seconds = found.view.envelope_id, int(SESSION_LIFETIME.total_seconds())
    place = url_for("sender_views.show", envelope_id=id, session=session)
    page = make_response(redirect(place, 303))
    return frame_session.begin(page, id, session, seconds, "/prepare")


@bp.get(ONE)
@opened
def show(found: OpenedDraft) -> Response:
    return _page(found, _envelope(found))


@bp.post(ONE)
@opened
def update(found: OpenedDraft) -> Response:
    """As the prepare page of the portal saves."""
    envelope_id = found.view.envelope_id
    if request.is_json:
        return placed_fields.save(envelope_id)
    envelope, action = _envelope(found), request.form.get("action", "add")
    try:
        if action.startswith("remove-"):
            removed = field_json.ids([action.removeprefix("remove-")])
            placed_fields.place(envelope_id, [], removed)
        else:
            placed_fields.place(envelope_id, [typed_field.read(envelope, request.form)], [])
    except Invalid as invalid:
        return _page(found, envelope, 422, errors=invalid.errors, typed=request.form)
    page, kind = request.form.get("page"), request.form.get("kind")
    back = url_for("sender_views.show", envelope_id=envelope_id, page=page, kind=kind)
    return make_response(redirect(back, 303))


@bp.get(f"{ONE}/placed")
@opened
def placed(found: OpenedDraft) -> Response:
    return placed_fields.seen(found.view.envelope_id)


@bp.get(f"{ONE}/documents/<uuid:document_id>/pages/<int:number>")
@opened
def image(found: OpenedDraft, document_id: UUID, number: int) -> Response:
    page = PageId(document_id, number, request.args.get("width", SIGNING_WIDTH, int))
    reader = MemberReader(current.acting(), found.view.envelope_id, current.now())
    return document_pages.image(reader, page)


@bp.get(f"{ONE}/done")
@opened
def done(found: OpenedDraft) -> Response:
    """Back to the application; first the draft is sent, if that was asked for."""
    envelope = _envelope(found)
    if not found.view.sends or envelope.status is not Status.DRAFT:
        return _ended(found, envelope, "saved")
    return render(
        "fields/sender_view/sending.html",
        envelope=envelope,
        view=found.view,
        missing=draft_autosave.missing(envelope),
    )


@bp.post(f"{ONE}/done")
@opened
def send(found: OpenedDraft) -> Response:
    if not found.view.sends:
        raise NotFound
    sending.count(current.organization())
    with current.transaction() as tx:
        envelope = requested_sending.request(tx, found.view.envelope_id, current.now())
    return _ended(found, envelope, "sent")


@bp.after_request
def keep_private(response: Response) -> Response:
    """Addresses carry a secret."""
    return security.keep_address_private(response)


def _envelope(found: OpenedDraft) -> Envelope:
    with current.transaction() as tx:
        return reading.envelope(tx, found.view.envelope_id)


def _page(found: OpenedDraft, envelope: Envelope, status: int = 200, **changed: Any) -> Response:
    """The page; an envelope that was sent meanwhile leads back to the application."""
    if envelope.status is not Status.DRAFT:
        return _ended(found, envelope, "sent")
    if not draft_page.is_placeable(envelope):
        return _ended(found, envelope, "error")
    id = envelope.id
    here = url_for("sender_views.show", envelope_id=id)
    places = PreparePlaces(
        here=here,
        save=here,
        back=here,
        done=url_for("sender_views.done", envelope_id=id),
        placed=url_for("sender_views.placed", envelope_id=id),
        image=lambda document, number: url_for(
            "sender_views.image", envelope_id=id, document_id=document.id, number=number
        ),
    )
    context: dict[str, Any] = {"view": found.view, "terms": None, "signed_before": [], "moved": []}
    return prepare_page.show(envelope, status, places, **(context | changed))


def _ended(found: OpenedDraft, envelope: Envelope, event: str) -> Response:
    return render(
        "fields/sender_view/ended.html",
        envelope=envelope,
        view=found.view,
        event=event,
        return_to=_return_to(found.view, event),
    )


def _return_to(view: DraftView, event: str) -> str:
    """With what has happened in its query; "" where the application named none."""
    if not view.return_to:
        return ""
    told = {"event": event, "envelope": view.envelope_id}
    if view.words == DOCUSIGN:
        told = {"event": DOCUSIGN_EVENTS[event], "envelopeId": view.envelope_id}
    mark = "&" if "?" in view.return_to else "?"
    return f"{view.return_to}{mark}{urlencode(told)}"
