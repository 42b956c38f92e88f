"""Downloads of a completed envelope: sealed documents, certificate, and all of it as a ZIP."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, request
from zipstream import ZipStream  # type: ignore[import-untyped]

from core.api.scope import Scope
from core.documents.file_name import safe_file_name
from core.envelopes.envelope import Envelope, Status
from core.evidence.refusals import NotSealedYet
from tenants.installation import Organization
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.routes.evidence.sealed_files import attachment as saved

bp = Blueprint("downloads", __name__, url_prefix="/envelopes/<uuid:envelope_id>")
ANSWERS = answers(401, 403, 404, 409, 410, 429, HTTP_304=None, HTTP_200=None)
ZIP = "application/zip"


@bp.get("/documents/<uuid:document_id>/sealed")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(resp=ANSWERS, operation_id="download_sealed_document")
def sealed(envelope_id: UUID, document_id: UUID) -> Response:
    """
    Download a sealed document

    A PDF, once everyone has finished; before, the answer is 409 (“not_sealed_yet”).
    """
    return _file(envelope_id, document_id, lambda e: e.document(document_id).sealed_sha256)


@bp.get("/certificate")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(resp=ANSWERS, operation_id="download_certificate")
def certificate(envelope_id: UUID) -> Response:
    """
    Download the certificate of completion

    A PDF, once everyone has finished.
    """
    return _file(envelope_id, None, lambda e: e.certificate_sha256)


@bp.get("/archive")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(resp=ANSWERS, operation_id="download_archive")
def archive(envelope_id: UUID) -> Response:
    """
    Download everything as a ZIP

    The sealed documents, the certificate of completion, and what recipients attached. Each PDF
    stays as it was sealed: a single one made of them would have lost its seals.
    """
    with current.transaction() as tx:
        name = reading.envelope(tx, envelope_id).name
        found = reading.all_sealed_files(tx, envelope_id, current.now())
    response = Response(_zipped(current.organization(), found), mimetype=ZIP)
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=safe_file_name(f"{name}.zip", set()),
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.direct_passthrough = True
    return response


def _file(
    envelope_id: UUID, document_id: UUID | None, hash_of: Callable[[Envelope], str]
) -> Response:
    """Its ETag is its SHA-256: who has the file already is told so, and reads nothing."""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        sha256 = hash_of(envelope)
        _check_sealed(envelope)
        if request.if_none_match.contains(sha256):
            response = make_response("", 304)
            response.set_etag(sha256)
            return response
        found = reading.sealed_file(tx, envelope_id, document_id, current.now())
    response = saved(sealed_files.read(current.organization(), found))
    response.set_etag(sha256)
    return response


def _check_sealed(envelope: Envelope) -> None:
    if envelope.status is not Status.COMPLETED:
        raise NotSealedYet


def _zipped(organization: Organization, found: Sequence[FoundSealedFile]) -> Iterator[bytes]:
    """One file at a time is in memory, and no transaction is open while it is read."""
    packed, names = ZipStream(), set[str]()
    for each in found:
        file = sealed_files.read(organization, each)
        packed.add(file.data, safe_file_name(file.name, names))
        yield from packed.all_files()
    yield from packed.finalize()
