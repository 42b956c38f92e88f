"""The recycle bin: envelopes go in and come out again."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Refusal
from tenants.use_cases.retention import recycle_bin
from webapp import current, notices
from webapp.notices import NoticeAction
from webapp.pages.envelopes import sent_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("deletions", __name__)


@bp.get("/recycle-bin")
@member_sessions.required(Permission.READ_ENVELOPES)
def index() -> Response:
    after = request.args.get("after", "")
    with current.transaction() as tx:
        found = recycle_bin.deleted(tx, after)
    return render("retention/recycle_bin/index.html", found=found, after=after)


@bp.post("/envelopes/<uuid:envelope_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            recycle_bin.delete(tx, envelope_id, current.now())
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    undo = NoticeAction(gettext("Undo"), url_for("deletions.restore", envelope_id=envelope_id))
    answer = make_response(redirect(url_for("deletions.index"), 303))
    return notices.leave(answer, gettext("Moved to the recycle bin."), action=undo)


@bp.post("/envelopes/<uuid:envelope_id>/restoration")
@member_sessions.required(Permission.SEND_ENVELOPES)
def restore(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        recycle_bin.restore(tx, envelope_id, current.now())
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, gettext("Restored."))
