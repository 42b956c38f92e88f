"""A member who is asked to sign goes to the ceremony straight from the portal."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import Refusal
from tenants.use_cases.signing import portal_signing
from webapp import current
from webapp.http import request_info
from webapp.pages.envelopes import sent_page
from webapp.sessions import ceremony_sessions, member_sessions

bp = Blueprint("letting_in", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/ceremony")
@member_sessions.required(Permission.READ_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    """By POST alone: being let in is recorded, and no link of another site may do it."""
    try:
        with current.transaction() as tx:
            origin, now = request_info.origin(), current.now()
            token = portal_signing.open_signing(tx, envelope_id, recipient_id, origin, now)
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    page = make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
    return ceremony_sessions.begin(page, recipient_id, token)
