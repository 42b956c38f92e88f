"""The documents of an envelope: listed, and downloaded one by one or all of them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request
from zipstream import ZipStream  # type: ignore[import-untyped]

from core.api.scope import Scope
from core.documents.file_name import safe_file_name
from core.docusign import envelope_json
from tenants.use_cases.docusign import downloads, program_names
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile
from webapp import current
from webapp.api.docusign import guard
from webapp.api.docusign.answers import answer
from webapp.api.docusign.asked import Asked, refuse
from webapp.routes.evidence.sealed_files import attachment as saved

bp = Blueprint("docusign_documents", __name__)
PASSED = (
    "encoding",
    "language",
    "show_changes",
    "watermark",
    "recipient_id",
    "encrypt",
    "shared_user_id",
)


@bp.get("")
@guard.required(Scope.ENVELOPES_READ)
def index(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
    return answer(envelope_json.documents(envelope, names))


@bp.get("/<document_id>")
@guard.required(Scope.ENVELOPES_READ)
def show(envelope_id: UUID, document_id: str) -> Response:
    """One of them, `combined` all as one PDF, `archive` all as ZIP, or the `certificate`."""
    asked = Asked(request.args.to_dict())
    certificate = asked.flag("certificate")
    asked.pass_over(*PASSED)
    asked.only_off("documents_by_userid", "include_comments")
    asked.done()
    now = current.now()
    if document_id in ("archive", "combined"):
        return _all(envelope_id, document_id == "archive", certificate, now)
    with current.transaction() as tx:
        if document_id == "certificate":
            found = downloads.certificate(tx, envelope_id, now)
        else:
            envelope = reading.envelope(tx, envelope_id)
            called = program_names.of(tx, envelope_id).document(envelope, document_id)
            found = downloads.document(tx, envelope_id, called, now)
    return saved(sealed_files.read(current.organization(), found))


def _all(envelope_id: UUID, archive: bool, certificate: bool | None, now: datetime) -> Response:
    with current.transaction() as tx:
        name = reading.envelope(tx, envelope_id).name
        found = downloads.everything(tx, envelope_id, now, archive or bool(certificate))
    if archive:
        return _archive(name, found)
    if len(found) > 1:
        refuse("documentId", "Sealed documents cannot be put into one file. Ask for “archive”.")
    return saved(sealed_files.read(current.organization(), found[0]))


def _archive(name: str, found: list[FoundSealedFile]) -> Response:
    """Written while it is sent: memory holds one file."""
    organization, taken = current.organization(), set[str]()

    def parts() -> Iterator[bytes]:
        archive = ZipStream()
        for each in found:
            file = sealed_files.read(organization, each)
            archive.add(file.data, safe_file_name(file.name, taken))
            yield from archive.all_files()
        yield from archive.finalize()

    response = Response(parts(), mimetype="application/zip")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{safe_file_name(name, set())}.zip"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
