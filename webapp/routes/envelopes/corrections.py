"""Correcting the name or address of a recipient who has not opened the envelope."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes import correcting as rules
from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope
from core.refusals import Invalid, NotFound, Refusal
from tenants.use_cases.envelopes import correcting, reading, sending
from webapp import current, notices
from webapp.pages.envelopes import sent_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text
from webapp.text.translation import gettext

bp = Blueprint("corrections", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/correction"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID, recipient_id: UUID) -> Response:
    envelope = _find(envelope_id, recipient_id)
    recipient = envelope.recipient(recipient_id)
    if not rules.correctable(envelope, recipient):
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _form(envelope, recipient_id, Correction(recipient.name, recipient.email), {})


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    name, email = (request.form.get(f"{field}-{recipient_id}", "") for field in ("name", "email"))
    typed = Correction(name, email, request.form.get("was", None, int))
    try:
        sending.count(current.organization())
        with current.transaction() as tx:
            envelope = correcting.correct(tx, envelope_id, recipient_id, typed, current.now())
    except Invalid as invalid:
        errors = {f"{field}-{recipient_id}": why for field, why in invalid.errors.items()}
        return _form(_find(envelope_id, recipient_id), recipient_id, typed, errors, 422)
    except Refusal as refusal:
        return _refused(envelope_id, recipient_id, typed, refusal)
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    mailed = envelope.recipient(recipient_id).sent_at is not None
    return notices.leave(
        answer, gettext("Corrected. The e-mail is on its way.") if mailed else gettext("Corrected.")
    )


def _refused(
    envelope_id: UUID, recipient_id: UUID, typed: Correction, refusal: Refusal
) -> Response:
    """What was typed can be sent again as long as this recipient may be corrected at all."""
    envelope = _find(envelope_id, recipient_id)
    if not rules.correctable(envelope, envelope.recipient(recipient_id)):
        return sent_page.refused(envelope_id, refusal)
    notice = problem_text.message(refusal)
    return _form(envelope, recipient_id, typed, {}, refusal.status, notice)


def _find(envelope_id: UUID, recipient_id: UUID) -> Envelope:
    """Raises NotFound, Forbidden."""
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if recipient_id not in {r.id for r in envelope.recipients}:
        raise NotFound
    return envelope


def _form(
    envelope: Envelope,
    recipient_id: UUID,
    typed: Correction,
    errors: dict[str, str],
    status: int = 200,
    notice: str = "",
) -> Response:
    return render(
        "envelopes/correction/new.html",
        "panel",
        status=status,
        notice=notice,
        envelope=envelope,
        recipient=envelope.recipient(recipient_id),
        typed=typed,
        errors=errors,
    )
