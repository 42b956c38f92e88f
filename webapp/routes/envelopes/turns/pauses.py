"""Pausing a sent envelope, and resuming it."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import Refusal
from tenants.use_cases.envelopes.turns import pausing
from webapp import current, notices
from webapp.pages.envelopes import sent_page
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("pauses", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/pause")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            pausing.pause(tx, envelope_id, current.now())
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    return _back(envelope_id, gettext("Paused. No one can sign until you resume it."))


@bp.post("/envelopes/<uuid:envelope_id>/resumption")
@member_sessions.required(Permission.SEND_ENVELOPES)
def destroy(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            pausing.resume(tx, envelope_id, current.now())
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    return _back(envelope_id, gettext("Resumed. Those whose turn it is are told by e-mail."))


def _back(envelope_id: UUID, words: str) -> Response:
    place = url_for("envelopes.show", envelope_id=envelope_id)
    return notices.leave(make_response(redirect(place, 303)), words)
