"""Reminding everyone whose turn it is, or one of them."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import Refusal
from tenants.use_cases.envelopes import reminding
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.envelopes import sent_page
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("reminders", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/reminders")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            one = request_values.form_uuid("recipient_id")
            reminding.remind(tx, envelope_id, current.now(), one)
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, gettext("The reminder is on its way."))
