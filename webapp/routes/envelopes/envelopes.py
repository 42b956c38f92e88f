"""The envelope list, a new envelope, its page before and after it is sent."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import NotFound
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import envelope_page, reading
from webapp import current
from webapp.forms import request_values
from webapp.http import request_info
from webapp.pages.envelopes import (
    draft_form,
    draft_page,
    list_page,
    saved_draft_page,
    sent_page,
)
from webapp.render import render, unchanged
from webapp.sessions import member_sessions

bp = Blueprint("envelopes", __name__)


@bp.get("/envelopes")
@member_sessions.required(Permission.READ_ENVELOPES)
def index() -> Response:
    return list_page.show(request.args.to_dict())


@bp.get("/envelopes/new")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    """To the page of a draft of its own, where a reload finds what was typed."""
    place = url_for("envelopes.show", envelope_id=new_id(), new="yes")
    return make_response(redirect(place, 303))


@bp.get("/envelopes/<uuid:envelope_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    if "If-None-Match" in request.headers:
        with current.transaction() as tx:
            version = reading.version(tx, envelope_id)
        asks_at = request_values.query_time("asks_at")
        if answer := unchanged(sent_page.moment(version, asks_at, current.now())):
            return answer
    try:
        with current.transaction() as tx:
            found = envelope_page.show(
                tx, envelope_id, current.now(), again=request_info.wants_fragment()
            )
            drawn = draft_page.of(tx, found) if found.is_draft else {}
    except NotFound:
        if "new" not in request.args:
            raise
        return draft_page.show_new(envelope_id)
    if found.is_published:
        place = url_for("templates.show", template_id=found.envelope.content_of)
        return make_response(redirect(place, 303))
    return render(draft_page.TEMPLATE, **drawn) if drawn else sent_page.show(found)


@bp.post("/envelopes/<uuid:envelope_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    """All that is typed in the page of a draft, stored while it is typed."""
    rows = draft_form.rows()
    kept = draft_form.keep(envelope_id, rows)
    if request_info.wants_fragment() and draft_form.SAME_MESSAGE in request.form:
        return saved_draft_page.show(kept, rows, *saved_draft_page.WITH_MESSAGE)
    if request_info.wants_fragment():
        return saved_draft_page.show_state(kept, rows)
    again = saved_draft_page.not_saved(kept, rows)
    return again or draft_page.saved(kept.envelope, anchor="sending", new=not kept.stored)
