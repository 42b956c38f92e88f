"""Moving one envelope to a folder, and its tags."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from tenants.use_cases.envelopes.listing import filing
from webapp import current, notices
from webapp.forms.request_values import uuid_of, uuid_or_none
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("filings", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/filing")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        found = filing.of(tx, envelope_id)
    return render("envelopes/filing/edit.html", "panel", envelope=found.envelope, filing=found)


@bp.post("/envelopes/<uuid:envelope_id>/filing")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    folder_id = uuid_or_none(request.form.get("folder_id", ""))
    tag_ids = {uuid_of(id) for id in request.form.getlist("tag_id")}
    with current.transaction() as tx:
        filing.change(tx, envelope_id, folder_id, tag_ids, current.now())
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, gettext("Saved."))
