"""The technical details of an envelope: its audit trail, hashes and addresses."""

from uuid import UUID

from flask import Blueprint, Response

from core.access import Permission
from tenants.use_cases.envelopes import reading
from webapp import current
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("audit_trails", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/trail")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope, trail = reading.told(tx, envelope_id)
    return render("evidence/trail/show.html", "technical_details", envelope=envelope, trail=trail)
