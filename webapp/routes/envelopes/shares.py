"""Showing an envelope to others: who sees it here, with whom it is shared, links to read by."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import NotFound
from tenants.use_cases.envelopes import reading, sharing
from tenants.use_cases.envelopes.draft_autosave import KeptDraft
from webapp import current, notices
from webapp.forms import request_values
from webapp.http import request_info
from webapp.pages.envelopes import draft_form, saved_draft_page, sharing_section
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("shares", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/sharing")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    """Of an envelope that was sent; a draft has it in its page."""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        found = sharing.sharing(tx, envelope_id, current.now())
    told = notices.take() if request_info.wants_fragment() else notices.NONE
    return render(
        "envelopes/sharing/edit.html",
        "panel",
        envelope=envelope,
        notice=told.text,
        **sharing_section.context(found),
    )


@bp.post("/envelopes/<uuid:envelope_id>/visibility")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show_to(envelope_id: UUID) -> Response:
    draft_form.begin(envelope_id)
    kept = draft_form.keep_first(envelope_id)
    sharing_section.show_to(envelope_id)
    return _back(envelope_id, gettext("Saved."), kept)


@bp.post("/envelopes/<uuid:envelope_id>/shares")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    person_id = request_values.form_uuid("person_id")
    if person_id is None:
        raise NotFound
    draft_form.begin(envelope_id)
    kept = draft_form.keep_first(envelope_id)
    with current.transaction() as tx:
        sharing.share(tx, envelope_id, person_id, current.now())
    return _back(envelope_id, gettext("Shared. We will e-mail them a link."), kept)


@bp.post("/envelopes/<uuid:envelope_id>/shares/<uuid:person_id>/removal")
@member_sessions.required(Permission.SEND_ENVELOPES)
def end(envelope_id: UUID, person_id: UUID) -> Response:
    kept = draft_form.keep_first(envelope_id)
    with current.transaction() as tx:
        sharing.end_share(tx, envelope_id, person_id, current.now())
    return _back(envelope_id, gettext("No longer shared."), kept)


@bp.post("/envelopes/<uuid:envelope_id>/share-links")
@member_sessions.required(Permission.SEND_ENVELOPES)
def make_link(envelope_id: UUID) -> Response:
    days = request.form.get("days", 0, int)
    with current.transaction() as tx:
        sharing.make_link(tx, envelope_id, days, current.now())
    return _back(envelope_id, gettext("Link created. Copy it and pass it on."))


@bp.post("/envelopes/<uuid:envelope_id>/share-links/<uuid:link_id>/revocation")
@member_sessions.required(Permission.SEND_ENVELOPES)
def revoke_link(envelope_id: UUID, link_id: UUID) -> Response:
    with current.transaction() as tx:
        sharing.revoke_link(tx, envelope_id, link_id, current.now())
    return _back(envelope_id, gettext("The link no longer works."))


def _back(envelope_id: UUID, sentence: str, kept: KeptDraft | None = None) -> Response:
    if again := saved_draft_page.not_saved(kept, draft_form.rows()):
        return again
    if kept:
        place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="sharing")
    else:
        place = url_for("shares.show", envelope_id=envelope_id)
    return notices.leave(make_response(redirect(place, 303)), sentence)
