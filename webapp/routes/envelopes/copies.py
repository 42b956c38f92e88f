"""Copying an envelope: a new draft with the same documents, recipients and fields."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import copying
from webapp import current, notices
from webapp.forms import request_values
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("copies", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/copies")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    """To its page. The same form sent twice makes one copy."""
    copy_id = request_values.form_uuid("copy_id") or new_id()
    with current.transaction() as tx:
        copied = copying.copy_envelope(tx, envelope_id, copy_id, current.now())
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=copied.id), 303))
    return notices.leave(answer, gettext("Copied. This is a new draft; the original is unchanged."))
