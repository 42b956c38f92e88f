"""The sealed documents and the certificate, for everyone who took part."""

from uuid import UUID

from flask import Blueprint, Response

from tenants.ceremony import Ceremony
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.signing import recipient_files
from webapp import current
from webapp.routes.evidence.sealed_files import attachment
from webapp.sessions import ceremony_sessions

bp = Blueprint("copies", __name__)


@bp.get("/documents/<uuid:document_id>")
def show(recipient_id: UUID, document_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return _file(ceremony, document_id)


@bp.get("/certificate")
def certificate(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return _file(ceremony, None)


def _file(ceremony: Ceremony, document_id: UUID | None) -> Response:
    with current.transaction() as tx:
        found = recipient_files.sealed_file(tx, ceremony, document_id, current.now())
    return attachment(sealed_files.read(ceremony.organization, found))
