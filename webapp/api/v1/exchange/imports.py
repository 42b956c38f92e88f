"""Imports: all that is in an archive, or nothing of it."""

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import UnsupportedMediaType

from core.api.scope import Scope
from tenants.exchange import archive_reader
from tenants.openers import exchange_import
from tenants.use_cases.exchange.importing import ImportedItem
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.exchange.exchange_models import ArchiveForm, ImportAnswer, ImportedItemAnswer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.repeatable import Answering, once_opened
from webapp.api.v1.responses import JSON

bp = Blueprint("exchange_imports", __name__)


@bp.post("/imports")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    form=ArchiveForm,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 413, 415, 422, 429, HTTP_201=ImportAnswer),
    operation_id="import_archive",
)
def create() -> Response:
    """
    Import an archive

    Templates become templates that are not published yet, envelopes become drafts, and completed
    documents become archived records. All problems are answered at once; then nothing was imported.
    Templates need the scope “templates”, too. Up to 100 MB; larger archives are imported on the
    command line.
    """
    if not request.context.form:  # type: ignore[attr-defined]
        raise UnsupportedMediaType
    now, stream = current.now(), request.files["archive"].stream

    def take_over(opener: Answering) -> None:
        archive = archive_reader.read(stream)
        if archive.exchange.templates:
            authentication.require(Scope.TEMPLATES)
        exchange_import.take_over(opener, archive, now)

    return once_opened(take_over, lambda _, made: _answer(made))


def _answer(made: list[ImportedItem]) -> Response:
    items = [
        ImportedItemAnswer.model_validate(
            {"kind": i.kind, "id": i.id, "name": i.name, "source_id": i.source_id}
        )
        for i in made
    ]
    response = make_response(ImportAnswer(items=items).model_dump_json(), 201)
    response.mimetype = JSON
    return response
