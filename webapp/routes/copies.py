"""The sealed documents and the certificate, for everybody who took part."""

from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, request

from tenants.use_cases import signing
from webapp import ceremony_sessions, current

bp = Blueprint("copies", __name__)


@bp.get("/documents/<uuid:document_id>")
def show(recipient_id: UUID, document_id: UUID) -> Response:
    return _file(recipient_id, document_id)


@bp.get("/certificate")
def certificate(recipient_id: UUID) -> Response:
    return _file(recipient_id, None)


def _file(recipient_id: UUID, document_id: UUID | None) -> Response:
    ceremony = ceremony_sessions.take_up(recipient_id)
    file = signing.sealed_file(ceremony, document_id, current.now())
    response = Response(file.data, mimetype="application/pdf")
    disposition = "inline" if "inline" in request.args else "attachment"
    response.headers["Content-Disposition"] = (
        f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}"
    )
    return response
