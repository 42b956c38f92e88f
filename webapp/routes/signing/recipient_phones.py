"""Another phone number for a recipient who is asked for a code by SMS."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.refusals import Invalid
from core.signing.proofs import phone_correction
from tenants.use_cases.envelopes import reading, sending
from tenants.use_cases.signing.proofs import phone_corrections
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("recipient_phones", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/phone"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID, recipient_id: UUID) -> Response:
    envelope = _find(envelope_id)
    if not phone_correction.may(envelope, recipient_id):
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _page(envelope, recipient_id, envelope.recipient(recipient_id).options.phone)


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID, recipient_id: UUID) -> Response:
    typed = request.form.get("phone", "")
    try:
        sending.count(current.organization())
        with current.transaction() as tx:
            phone_corrections.correct(tx, envelope_id, recipient_id, typed, current.now())
    except Invalid as invalid:
        return _page(_find(envelope_id), recipient_id, typed, invalid.errors, 422)
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, gettext("Saved."))


def _find(envelope_id: UUID) -> Envelope:
    with current.transaction() as tx:
        return reading.changeable(tx, envelope_id)


def _page(
    envelope: Envelope,
    recipient_id: UUID,
    phone: str,
    errors: Mapping[str, str] = {},
    status: int = 200,
) -> Response:
    return render(
        "envelopes/phone/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        recipient=envelope.recipient(recipient_id),
        phone=phone,
        errors=errors,
    )
