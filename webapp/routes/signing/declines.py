"""Declining to sign, with a reason or without one."""

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.envelopes import routing
from core.envelopes.envelope import with_recipients
from core.envelopes.recipient import RecipientStatus
from core.refusals import Invalid
from core.signing.decline_reasons import REASONS
from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

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
    try:
        with current.transaction() as tx:
            signing_ceremony.decline(tx, _reason(), request_info.origin(), current.now())
    except Invalid as invalid:
        return _form(ceremony, 422, invalid.errors)
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))


def _reason() -> str:
    """What was chosen and what was written, as the sender reads it; "" if neither was."""
    chosen = REASONS.get(request.form.get("choice", ""))
    written = request.form.get("reason", "").strip()
    if chosen is None:
        return written
    words = gettext(chosen.words)
    return gettext("%(choice)s: %(words)s", choice=words, words=written) if written else words


def _others_left(ceremony: Ceremony) -> bool:
    """Whether enough others can still do what this recipient declines to do."""
    gone = replace(ceremony.recipient, status=RecipientStatus.DECLINED)
    return routing.survives(with_recipients(ceremony.whole, gone), gone)


def _form(ceremony: Ceremony, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return render(
        "signing/decline.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        others_left=_others_left(ceremony),
        reasons=REASONS,
        choice=request.form.get("choice", ""),
        reason=request.form.get("reason", ""),
        errors=errors or {},
    )
