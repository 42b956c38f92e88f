"""Declining to sign, with a reason."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("refusals", __name__)


@bp.get("/refusal")
def new(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if ceremony.recipient.finished or not ceremony.envelope.status.open:
        return ceremony_page.page(ceremony)
    return _form(ceremony)


@bp.post("/refusal")
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    reason = request.form.get("reason", "")
    try:
        with current.transaction() as tx:
            signing_ceremony.decline(tx, reason, request_info.origin(), current.now())
    except Invalid as invalid:
        return _form(ceremony, 422, reason, invalid.errors)
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))


def _form(
    ceremony: Ceremony, status: int = 200, reason: str = "", errors: dict[str, str] | None = None
) -> Response:
    return render(
        "signing/decline.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        reason=reason,
        errors=errors or {},
    )
