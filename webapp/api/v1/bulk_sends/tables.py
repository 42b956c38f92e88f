"""Bulk sends from a table: uploaded, its columns matched, rows with errors corrected."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.refusals import InvalidRequest
from core.api.scope import Scope
from core.bulk_sends.uploaded_table import BYTES_LIMIT
from core.refusals import Invalid, sentence
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, row_pages, table_intake
from tenants.use_cases.bulk_sends.row_checking import ColumnChoice
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.bulk_sends.bulk_send_models import BulkSendAnswer
from webapp.api.v1.bulk_sends.bulk_sends import answer_of
from webapp.api.v1.bulk_sends.table_models import (
    BulkColumnsAnswer,
    BulkTarget,
    CorrectedRows,
    NewBulkColumns,
    NewBulkTable,
)
from webapp.api.v1.documentation import answers, documentation, pointer
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.pages.bulk_sends import target_words
from webapp.text.translation import translated

bp = Blueprint("bulk_tables", __name__, url_prefix="/bulk-sends")
TOO_LARGE = sentence("This file is larger than 10 MB. Split it into smaller ones.")


@bp.post("/tables")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewBulkTable,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_201=BulkSendAnswer),
    operation_id="create_bulk_send_from_table",
)
def create() -> Response:
    """
    Create a bulk send from a table

    It is read within seconds, and its columns are recognized. Nothing is sent before it is started.
    """
    asked: NewBulkTable = request.context.json  # type: ignore[attr-defined]
    bulk_id, upload_id, data = new_id(), new_id(), _file(asked.content)

    def effect(tx: Transaction) -> Response:
        now = current.now()
        bulk_sends.create(tx, bulk_id, asked.template_id, asked.file_name, upload_id, now)
        if asked.name:
            bulk_sends.rename(tx, bulk_id, asked.name)
        place = url_for("api_v1.bulk_sends.show", bulk_send_id=bulk_id)
        return responses.created(place, answer_of(row_pages.of(tx, bulk_id, [], 0)))

    return once(effect, before=lambda: _store(bulk_id, upload_id, data))


@bp.get("/<uuid:bulk_send_id>/columns")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    query=reading(BulkColumnsAnswer),
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=BulkColumnsAnswer),
    operation_id="get_bulk_send_columns",
)
def show(bulk_send_id: UUID) -> Response:
    """See the columns of a table, and which is meant for what"""
    with current.transaction() as tx:
        found = row_checking.choice(tx, bulk_send_id, 0)
    return responses.shown(_columns(found))


@bp.put("/<uuid:bulk_send_id>/columns")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewBulkColumns,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="choose_bulk_send_columns",
)
def update(bulk_send_id: UUID) -> Response:
    """
    Say which column is which, and have all rows checked

    With another encoding the file is read again first, and its columns are recognized anew.
    """
    asked: NewBulkColumns = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        old = bulk_sends.lock(tx, bulk_send_id)
        given = asked.model_dump(exclude_none=True, exclude={"encoding", "check"})
        row_checking.choose(tx, bulk_send_id, replace(old.mapping, **given))
        anew = bool(asked.encoding) and asked.encoding != old.encoding
        if anew:
            table_intake.choose_encoding(tx, bulk_send_id, asked.encoding)
        elif asked.check:
            _check(tx, bulk_send_id)
        return responses.shown(answer_of(row_pages.of(tx, bulk_send_id, [], 0)))

    return once(effect)


@bp.post("/<uuid:bulk_send_id>/corrections")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=CorrectedRows,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="correct_bulk_send_rows",
)
def correct(bulk_send_id: UUID) -> Response:
    """
    Upload corrected rows

    They take the place of those with their numbers; rows without one are added.
    """
    asked: CorrectedRows = request.context.json  # type: ignore[attr-defined]
    upload_id, data = new_id(), _file(asked.content)

    def effect(tx: Transaction) -> Response:
        table_intake.correct(tx, bulk_send_id, upload_id)
        return responses.shown(answer_of(row_pages.of(tx, bulk_send_id, [], 0)))

    return once(effect, before=lambda: _store(bulk_send_id, upload_id, data))


def _store(bulk_id: UUID, upload_id: UUID, data: bytes) -> None:
    with current.transaction() as tx:
        bulk_sends.announce(tx, bulk_id, upload_id)
    bulk_sends.store(current.organization(), bulk_id, upload_id, data)


def _file(content: str) -> bytes:
    """Raises Invalid(content=…)."""
    data = base64.b64decode(content)
    if len(data) > BYTES_LIMIT:
        raise Invalid(content=TOO_LARGE)
    return data


def _check(tx: Transaction, bulk_id: UUID) -> None:
    """Raises InvalidRequest by the keys of targets."""
    try:
        row_checking.begin_checks(tx, bulk_id)
    except Invalid as invalid:
        raise InvalidRequest(list(_errors(invalid))) from None


def _errors(invalid: Invalid) -> Iterator[dict[str, str]]:
    for name, why in invalid.errors.items():
        path = (name,) if name in NewBulkColumns.model_fields else ("columns", name)
        yield {"pointer": pointer(path), "code": invalid.code, "detail": translated(why)}


def _columns(found: ColumnChoice) -> BulkColumnsAnswer:
    mapping = found.bulk.mapping
    return BulkColumnsAnswer(
        headings=list(found.headings),
        targets=[
            BulkTarget(
                key=target.key,
                kind=target.kind,
                about=target_words.full_word(target),
                name=target.name,
                required=target.required,
            )
            for target in found.known.targets
        ],
        header=mapping.header,
        columns=dict(mapping.columns),
        name=mapping.name,
        message=mapping.message,
        encoding_certain=found.bulk.certain,
    )
