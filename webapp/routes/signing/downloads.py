"""The sealed documents and the certificate, for everybody who took part."""

from uuid import UUID

from flask import Blueprint, Response

from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.routes.evidence.sealed_files import attachment
from webapp.sessions import ceremony_sessions

bp = Blueprint("copies", __name__)


@bp.get("/documents/<uuid:document_id>")
def show(recipient_id: UUID, document_id: UUID) -> Response:
    ceremony = ceremony_sessions.take_up(recipient_id)
    return attachment(signing_ceremony.sealed_file(ceremony, document_id, current.now()))


@bp.get("/certificate")
def certificate(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.take_up(recipient_id)
    return attachment(signing_ceremony.sealed_file(ceremony, None, current.now()))
