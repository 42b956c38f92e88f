"""Taking an envelope back, or throwing a draft away."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.refusals import Invalid, Refusal
from tenants.use_cases.envelopes import reading, voiding
from webapp import current
from webapp.pages.envelopes import sent_page
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("voidings", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/voiding")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if not envelope.status.open:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _asked(envelope, "", {})


@bp.post("/envelopes/<uuid:envelope_id>/voiding")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID) -> Response:
    reason = request.form.get("reason", "")
    with current.transaction() as tx:
        was_draft = reading.envelope(tx, envelope_id).sent_at is None
    try:
        with current.transaction() as tx:
            voiding.void(tx, envelope_id, reason, current.now())
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.changeable(tx, envelope_id)
        return _asked(envelope, reason, invalid.errors, 422)
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal, reason=reason)
    place = (
        url_for("envelopes.index", box="drafts")
        if was_draft
        else url_for("envelopes.show", envelope_id=envelope_id)
    )
    return make_response(redirect(place, 303))


def _asked(envelope: Envelope, reason: str, errors: dict[str, str], status: int = 200) -> Response:
    return render(
        "envelopes/voiding/new.html",
        "panel",
        status=status,
        envelope=envelope,
        reason=reason,
        errors=errors,
    )
