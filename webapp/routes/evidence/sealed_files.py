"""The sealed documents and the certificate of completion, to keep."""

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, Response, send_file

from core.access import Permission
from core.signing import attaching
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence import sealed_files as stored_files
from tenants.use_cases.evidence.sealed_files import SealedFile
from webapp import current
from webapp.sessions import member_sessions

# Bytes; what is larger is read from a temporary file.
IN_MEMORY = 256_000

bp = Blueprint("sealed_files", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/documents/<uuid:document_id>/sealed.pdf")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID, document_id: UUID) -> Response:
    return _attachment(envelope_id, document_id)


@bp.get("/envelopes/<uuid:envelope_id>/certificate.pdf")
@member_sessions.required(Permission.READ_ENVELOPES)
def certificate(envelope_id: UUID) -> Response:
    return _attachment(envelope_id, None)


@bp.get("/envelopes/<uuid:envelope_id>/attachments/<uuid:attachment_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def attached(envelope_id: UUID, attachment_id: UUID) -> Response:
    """A file that a recipient attached."""
    with current.transaction() as tx:
        found = reading.attached_file(tx, envelope_id, attachment_id, current.now())
    return attachment(stored_files.read(current.organization(), found))


def _attachment(envelope_id: UUID, document_id: UUID | None) -> Response:
    with current.transaction() as tx:
        found = reading.sealed_file(tx, envelope_id, document_id, current.now())
    return attachment(stored_files.read(current.organization(), found))


def attachment(file: SealedFile) -> Response:
    """A file that is saved, never shown inside a page of ours."""
    # On the disk while a slow client takes it: memory is for all.
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    kept.write(file.data)
    kept.seek(0)
    response = send_file(
        cast(BinaryIO, kept),
        attaching.media_type_of(file.name),
        as_attachment=True,
        download_name=file.name,
    )
    response.content_length = len(file.data)
    response.headers["Cache-Control"] = "private, no-store"
    return response
