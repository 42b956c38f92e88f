"""The sealed documents and the certificate of completion, to keep."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, send_file

from core.access import Permission
from tenants.sealed_files import SealedFile
from tenants.use_cases import reading
from webapp import current, member_sessions

bp = Blueprint("sealed_files", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/sealed.pdf")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID, document_id: UUID) -> Response:
    return attachment(
        reading.sealed_file(current.member(), envelope_id, document_id, current.now())
    )


@bp.get("/envelopes/<uuid:envelope_id>/certificate.pdf")
@member_sessions.required(Permission.READ_ENVELOPES)
def certificate(envelope_id: UUID) -> Response:
    return attachment(reading.sealed_file(current.member(), envelope_id, None, current.now()))


def attachment(file: SealedFile) -> Response:
    """A PDF that is saved, never shown inside a page of ours."""
    response = send_file(
        BytesIO(file.data), "application/pdf", as_attachment=True, download_name=file.name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
