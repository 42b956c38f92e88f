"""Handing one's part over to another person, where the sender allows it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.envelopes.turns.reassigning import Successor
from core.refusals import Invalid
from tenants.ceremony import Ceremony
from tenants.use_cases.envelopes import sending
from tenants.use_cases.signing import delegating
from webapp import current
from webapp.forms import request_values
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("delegations", __name__)


@bp.get("/delegation")
def new(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if ceremony.unproven or not ceremony.delegable:
        return ceremony_page.page(ceremony)
    return _form(ceremony, Successor(uuid4(), "", ""), {})


@bp.post("/delegation")
def create(recipient_id: UUID) -> Response:
    ceremony, form = ceremony_sessions.load_ceremony(recipient_id), request.form
    id = request_values.form_uuid("successor_id") or uuid4()
    to = Successor(id, form.get("name", ""), form.get("email", ""), form.get("reason", ""))
    try:
        sending.count(ceremony.organization)
        with current.transaction() as tx:
            delegating.delegate(tx, to, current.now())
    except Invalid as invalid:
        return _form(ceremony, to, invalid.errors, 422)
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))


def _form(
    ceremony: Ceremony, to: Successor, errors: Mapping[str, str], status: int = 200
) -> Response:
    return render(
        "signing/delegate.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        typed=to,
        errors=errors,
    )
