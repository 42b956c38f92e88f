"""Correcting the name or address of a recipient who has not opened the envelope."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.correcting import Correction
from core.refusals import Invalid, Refusal
from tenants.use_cases.envelopes import correcting, envelope_page, sending
from webapp import current, notices
from webapp.pages.envelopes import sent_page
from webapp.pages.envelopes.sent_page import TypedCorrection
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("corrections", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/correction")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    name, email = (request.form.get(f"{field}-{recipient_id}", "") for field in ("name", "email"))
    now = current.now()
    typed = Correction(name, email, request.form.get("was", None, int))
    try:
        sending.count(current.organization())
        with current.transaction() as tx:
            envelope = correcting.correct(tx, envelope_id, recipient_id, typed, now)
    except Invalid as invalid:
        errors = {f"{field}-{recipient_id}": why for field, why in invalid.errors.items()}
        kept = TypedCorrection(recipient_id, name, email, errors)
        with current.transaction() as tx:
            found = envelope_page.show(tx, envelope_id, now)
        return sent_page.show(found, 422, correction=kept)
    except Refusal as refusal:
        kept = TypedCorrection(recipient_id, name, email, {})
        return sent_page.refused(envelope_id, refusal, correction=kept)
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    mailed = envelope.recipient(recipient_id).sent_at is not None
    return notices.leave(
        answer, gettext("Corrected. The mail is on its way.") if mailed else gettext("Corrected.")
    )
