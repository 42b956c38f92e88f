"""The proofs of identity that are asked of every recipient of a draft."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope, Status
from core.refusals import Invalid
from tenants.use_cases.envelopes import drafting, reading
from webapp import current, notices
from webapp.pages.signing import identity_proof_choices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("envelope_proofs", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/proofs")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    if envelope.status is not Status.DRAFT:
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _page(envelope)


@bp.post("/envelopes/<uuid:envelope_id>/proofs")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            chosen = request.form.getlist("proofs")
            confirms = "confirm" in request.form
            drafting.choose_proofs(tx, envelope_id, chosen, current.now(), confirms)
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.changeable(tx, envelope_id)
        return _page(envelope, invalid.errors, 422)
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="recipients")
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _page(envelope: Envelope, errors: Mapping[str, str] = {}, status: int = 200) -> Response:
    return render(
        "envelopes/proofs/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        proofs=identity_proof_choices.offered(),
        errors=errors,
    )
