"""Consent to sign electronically, which opens the documents."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from tenants.use_cases.signing import signing_ceremony
from webapp import ceremony_sessions, client, current, signing_pages
from webapp.translating import gettext

bp = Blueprint("consents", __name__)


@bp.post("/consent")
def create(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.take_up(recipient_id)
    if not request.form.get("agreed") and not ceremony.recipient.consented:
        asked = gettext("Please tick the box first: it says that you agree.")
        return signing_pages.page(ceremony, 422, agreement_error=asked)
    signing_ceremony.consent(ceremony, client.origin(), current.now())
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
