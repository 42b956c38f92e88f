"""Consent to sign electronically, which opens the documents."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from tenants.ceremony import Ceremony
from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

bp = Blueprint("consents", __name__)


@bp.get("/consent")
def new(recipient_id: UUID) -> Response:
    """The disclosure, also for someone who withdrew their consent and agrees again."""
    return ceremony_page.page(ceremony_sessions.load_ceremony(recipient_id), agreeing=True)


@bp.post("/consent")
def create(recipient_id: UUID) -> Response:
    """Only the text that was on the page is accepted: `disclosure` is its SHA-256."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not request.form.get("agreed") and not ceremony.recipient.consented:
        agree = gettext(ceremony.recipient.role.words.enter)
        asked = gettext("To see the documents, choose “%(agree)s”.", agree=agree)
        return _again(ceremony, 422, asked)
    with current.transaction() as tx:
        disclosure = ceremony_page.disclosure(tx, ceremony)
        is_shown = request.form.get("disclosure") == disclosure.sha256
        if is_shown or ceremony.recipient.consented:
            origin, now = request_info.origin(), current.now()
            told = request.form.get("location", "") if ceremony.asks_location else None
            signing_ceremony.consent(tx, disclosure, origin, now, told)
            return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
    changed = gettext("This text has changed since you opened the page. Please read it again.")
    return _again(ceremony, 409, changed)


def _again(ceremony: Ceremony, status: int, error: str) -> Response:
    return ceremony_page.page(ceremony, status, agreeing=True, agreement_error=error)
