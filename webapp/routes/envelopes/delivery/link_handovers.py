"""Copying a recipient's signing link, to hand it over by another way."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.envelopes import routing
from core.envelopes.delivery import handover
from core.refusals import Refusal
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.delivery import link_handover
from webapp import current
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text

bp = Blueprint("link_handovers", __name__)
PLACE = "/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/link"


@bp.get(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(envelope_id: UUID, recipient_id: UUID) -> Response:
    return _page(envelope_id, recipient_id)


@bp.post(PLACE)
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            link_handover.hand_over(tx, envelope_id, recipient_id, current.now())
    except Refusal as refusal:
        return _page(envelope_id, recipient_id, refusal.status, problem_text.message(refusal))
    place = url_for("link_handovers.show", envelope_id=envelope_id, recipient_id=recipient_id)
    return make_response(redirect(place, 303))


def _page(envelope_id: UUID, recipient_id: UUID, status: int = 200, notice: str = "") -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
        recipient = envelope.recipient(recipient_id)
        is_allowed = link_handover.allowed(tx)
        link = link_handover.address(tx, envelope, recipient_id) if is_allowed else ""
    return render(
        "envelopes/link_handover/show.html",
        "panel",
        status=status,
        notice=notice,
        envelope=envelope,
        recipient=recipient,
        link=link,
        allowed=is_allowed,
        proves=handover.proves_otherwise(recipient),
        is_turn=envelope.status.open and recipient in routing.due(envelope.recipients),
    )
