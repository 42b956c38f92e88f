"""Giving the part of a recipient who has opened the envelope to another person."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.turns import reassigning as rules
from core.envelopes.turns.reassigning import Successor
from core.refusals import Invalid, Refusal
from tenants.use_cases.envelopes import reading, sending
from tenants.use_cases.envelopes.turns import reassigning
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.envelopes import sent_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("reassignments", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/reassignment"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def new(envelope_id: UUID, recipient_id: UUID) -> Response:
    envelope = _find(envelope_id)
    if not rules.reassignable(envelope, envelope.recipient(recipient_id)):
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _form(envelope, recipient_id, Successor(uuid4(), "", ""), {})


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    to = _typed()
    try:
        sending.count(current.organization())
        with current.transaction() as tx:
            reassigning.reassign(tx, envelope_id, recipient_id, to, current.now())
    except Invalid as invalid:
        return _form(_find(envelope_id), recipient_id, to, invalid.errors, 422)
    except Refusal as refusal:
        return sent_page.refused(envelope_id, refusal)
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, gettext("Reassigned. Both people are told by e-mail."))


def _typed() -> Successor:
    """Its id makes a form that is sent twice one act."""
    form = request.form
    id = request_values.form_uuid("successor_id") or uuid4()
    return Successor(id, form.get("name", ""), form.get("email", ""), form.get("reason", ""))


def _find(envelope_id: UUID) -> Envelope:
    """Raises NotFound, Forbidden."""
    with current.transaction() as tx:
        return reading.changeable(tx, envelope_id)


def _form(
    envelope: Envelope,
    recipient_id: UUID,
    to: Successor,
    errors: Mapping[str, str],
    status: int = 200,
) -> Response:
    return render(
        "envelopes/reassignment/new.html",
        "panel",
        status=status,
        envelope=envelope,
        recipient=envelope.recipient(recipient_id),
        typed=to,
        errors=errors,
    )
