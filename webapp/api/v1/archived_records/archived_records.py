"""Archived records: listed, seen, downloaded, compared with their hashes, deleted."""

from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from core.api.scope import Scope
from core.archived_records.archived_record import ArchivedRecord
from tenants.transaction import Transaction
from tenants.use_cases.archived_records import archived_records
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.archived_records.archived_record_models import (
    PartyAnswer,
    RecordAnswer,
    RecordCheckAnswer,
    RecordFileAnswer,
    RecordListAnswer,
    RecordQuery,
    RecordSummaryAnswer,
)
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.repeatable import once
from webapp.pages.archived_records.record_download import download

bp = Blueprint("archived_records", __name__, url_prefix="/archived-records")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=RecordQuery,
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=RecordListAnswer),
    operation_id="list_archived_records",
)
def index() -> Response:
    """
    List archived records

    What was completed elsewhere and imported, the latest import first.
    """
    asked: RecordQuery = request.context.query  # type: ignore[attr-defined]
    place = cursors.read(asked.cursor, str)
    before = str(place[0]) if place else ""
    with current.transaction() as tx:
        found = archived_records.listed(tx, asked.search, asked.source, before, asked.limit)
    rows = [
        RecordSummaryAnswer(
            id=r.id,
            name=r.name,
            source=r.source,
            source_id=r.source_id,
            sent_at=r.sent_at,
            completed_at=r.completed_at,
            imported_at=r.imported_at,
            parties=list(r.parties),
            files=r.files,
        )
        for r in found.rows
    ]
    following = cursors.written(found.before) if found.before else None
    return responses.shown(RecordListAnswer(items=rows, next_cursor=following))


@bp.get("/<uuid:archived_record_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=RecordAnswer), operation_id="get_archived_record"
)
def show(archived_record_id: UUID) -> Response:
    """See an archived record"""
    with current.transaction() as tx:
        found = archived_records.get(tx, archived_record_id)
    return responses.shown(_answer(found))


@bp.get("/<uuid:archived_record_id>/files/<uuid:archived_file_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=None),
    operation_id="get_archived_record_file",
)
def file(archived_record_id: UUID, archived_file_id: UUID) -> Response:
    """
    Download a file of an archived record

    Byte for byte as it was imported; refused if the stored copy has changed.
    """
    with current.transaction() as tx:
        found = archived_records.file(tx, archived_record_id, archived_file_id, current.now())
    return download(current.organization(), found)


@bp.get("/<uuid:archived_record_id>/check")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=RecordCheckAnswer),
    operation_id="check_archived_record",
)
def check(archived_record_id: UUID) -> Response:
    """
    Check an archived record

    Compares the stored copies with the hashes of the import. Signatures of other products in them
    are not judged.
    """
    with current.transaction() as tx:
        found = archived_records.get(tx, archived_record_id)
    organization = current.organization()
    same = {f.id: archived_records.is_unchanged(organization, f) for f in found.files}
    return responses.shown(RecordCheckAnswer(unchanged=all(same.values()), files=same))


@bp.delete("/<uuid:archived_record_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_204=None),
    operation_id="delete_archived_record",
)
def delete(archived_record_id: UUID) -> Response:
    """
    Delete an archived record

    With its files, at once and for good. Refused while a legal hold covers it.
    """

    def effect(tx: Transaction) -> Response:
        archived_records.delete(tx, archived_record_id, current.now())
        return make_response("", 204)

    return once(effect)


def _answer(record: ArchivedRecord) -> RecordAnswer:
    return RecordAnswer(
        id=record.id,
        name=record.name,
        source=record.source,
        source_id=record.source_id,
        sent_at=record.sent_at,
        completed_at=record.completed_at,
        imported_at=record.imported_at,
        imported_by=record.imported_by,
        parties=[
            PartyAnswer(name=p.name, email=p.email, role=p.role, status=p.status, at=p.at)
            for p in record.parties
        ],
        files=[
            RecordFileAnswer.model_validate(
                {
                    "id": f.id,
                    "kind": f.kind,
                    "name": f.name,
                    "size": f.size,
                    "sha256": f.sha256,
                    "href": url_for(
                        "api_v1.archived_records.file",
                        archived_record_id=record.id,
                        archived_file_id=f.id,
                    ),
                }
            )
            for f in record.files
        ],
    )
