"""Supplemental documents, which a recipient views or accepts and does not sign."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions

bp = Blueprint("supplements", __name__)


@bp.get("/supplements/<uuid:document_id>")
def show(recipient_id: UUID, document_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return ceremony_page.supplement(ceremony, document_id)


@bp.post("/supplements/<uuid:document_id>")
def acknowledge(recipient_id: UUID, document_id: UUID) -> Response:
    ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        signing_ceremony.acknowledge(tx, document_id, current.now())
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
