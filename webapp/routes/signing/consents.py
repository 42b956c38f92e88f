"""Consent to sign electronically, which opens the documents."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

bp = Blueprint("consents", __name__)


@bp.post("/consent")
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not request.form.get("agreed") and not ceremony.recipient.consented:
        agree = gettext(ceremony.recipient.role.words.enter)
        asked = gettext("To see the documents, choose “%(agree)s”.", agree=agree)
        return ceremony_page.page(ceremony, 422, agreement_error=asked)
    with current.transaction() as tx:
        origin, now = request_info.origin(), current.now()
        signing_ceremony.consent(tx, ceremony.disclosure, origin, now)
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
