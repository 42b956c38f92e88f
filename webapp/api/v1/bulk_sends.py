"""Bulk sends: a program gives rows, sees which of them have errors, and has the others sent."""

import csv
import io
import json
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.refusals import MadeEnvelopeGone
from core.api.scope import Scope
from core.bulk_sends.bulk_send import RowState
from tenants.identifiers import new_id
from tenants.use_cases.api import idempotency
from tenants.use_cases.bulk_sends import bulk_sends, program_rows, row_pages, running
from tenants.use_cases.bulk_sends.row_pages import RowPage
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.bulk_send_models import (
    BulkChange,
    BulkRowAnswer,
    BulkRowError,
    BulkRowListAnswer,
    BulkRowQuery,
    BulkSendAnswer,
    BulkStart,
    NewBulkSend,
)
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader, repeatable
from webapp.pages.bulk_sends import target_words
from webapp.text.translation import translated

bp = Blueprint("bulk_sends", __name__, url_prefix="/bulk-sends")


@bp.post("")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewBulkSend,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 413, 415, 422, 429, HTTP_201=BulkSendAnswer),
    operation_id="create_bulk_send",
)
def create() -> Response:
    """
    Create a bulk send from rows

    They are checked within seconds. Nothing is sent before it is started.
    """
    asked: NewBulkSend = request.context.json  # type: ignore[attr-defined]
    once = repeatable(asked.model_dump_json())
    bulk_id, upload_id = new_id(), new_id()
    rows = [
        program_rows.ProgramRow(
            {p.role: (p.name, p.email) for p in row.roles}, row.values, row.merge_values
        )
        for row in asked.rows
    ]
    with current.transaction() as tx:
        table = program_rows.table(tx, asked.template_id, rows)
        bulk_sends.announce(tx, bulk_id, upload_id)
    bulk_sends.store(current.organization(), bulk_id, upload_id, _written(table.lines))
    with current.transaction() as tx:
        if once and (made := idempotency.claim(tx, once, current.now())):
            if made.answer is None:
                raise MadeEnvelopeGone
            return _created(UUID(json.loads(made.answer)["id"]), made.answer, again=True)
        program_rows.create(tx, bulk_id, asked.template_id, upload_id, table, current.now())
        if asked.name:
            bulk_sends.rename(tx, bulk_id, asked.name)
        found = row_pages.of(tx, bulk_id, [], 0)
        body = _answer(found).model_dump_json().encode()
        if once:
            idempotency.keep(tx, once, found.bulk.content_id, body)
    return _created(bulk_id, body)


@bp.get("/<uuid:bulk_send_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=BulkSendAnswer), operation_id="get_bulk_send"
)
def show(bulk_send_id: UUID) -> Response:
    """See the progress of a bulk send"""
    with current.transaction() as tx:
        found = row_pages.of(tx, bulk_send_id, [], 0)
    return responses.shown(_answer(found))


@bp.get("/<uuid:bulk_send_id>/rows")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=BulkRowQuery,
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=BulkRowListAnswer),
    operation_id="list_bulk_send_rows",
)
def rows(bulk_send_id: UUID) -> Response:
    """List the rows of a bulk send, page by page"""
    asked: BulkRowQuery = request.context.query  # type: ignore[attr-defined]
    states = [asked.state] if asked.state else list(RowState)
    with current.transaction() as tx:
        found = row_pages.of(tx, bulk_send_id, states, asked.after)
    return responses.shown(_rows(found))


@bp.post("/<uuid:bulk_send_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=BulkStart,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="start_bulk_send",
)
def start(bulk_send_id: UUID) -> Response:
    """
    Send the rows that are ready

    A second time is refused, so that no row is sent twice.
    """
    asked: BulkStart = request.context.json  # type: ignore[attr-defined]
    with current.transaction() as tx:
        running.start(tx, bulk_send_id, asked.rows, asked.skip_repeats, asked.rate, current.now())
        found = row_pages.of(tx, bulk_send_id, [], 0)
    return responses.shown(_answer(found))


@bp.post("/<uuid:bulk_send_id>/changes")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=BulkChange,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="change_bulk_send",
)
def change(bulk_send_id: UUID) -> Response:
    """Pause, resume or cancel a bulk send, or send its failed rows again"""
    asked: BulkChange = request.context.json  # type: ignore[attr-defined]
    now = current.now()
    with current.transaction() as tx:
        match asked.action:
            case "pause":
                running.pause(tx, bulk_send_id, now)
            case "resume":
                running.resume(tx, bulk_send_id, None, now)
            case "cancel":
                running.cancel(tx, bulk_send_id, now)
            case "retry":
                running.retry(tx, bulk_send_id, now)
        found = row_pages.of(tx, bulk_send_id, [], 0)
    return responses.shown(_answer(found))


def _written(lines: list[tuple[str, ...]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(lines)
    return written.getvalue().encode()


def _created(bulk_id: UUID, body: bytes, again: bool = False) -> Response:
    place = url_for("api_v1.bulk_sends.show", bulk_send_id=bulk_id)
    return responses.created(place, body, again)


def _answer(found: RowPage) -> BulkSendAnswer:
    bulk = found.bulk
    return BulkSendAnswer(
        id=bulk.id,
        template_id=bulk.template_id,
        template_version=bulk.template_version,
        name=bulk.name,
        state=bulk.state,
        problem=bulk.problem,
        rows=bulk.total,
        counts=found.counts,
        rate=bulk.rate,
        created_at=bulk.created_at,
        begun_at=bulk.begun_at,
        ended_at=bulk.ended_at,
    )


def _rows(found: RowPage) -> BulkRowListAnswer:
    words = {target.key: target_words.full_word(target) for target in found.targets}
    told = [
        BulkRowAnswer(
            number=row.number - found.bulk.header_row,
            state=row.state,
            envelope_id=row.envelope_id,
            repeats=row.repeats - found.bulk.header_row if row.repeats else None,
            errors=[
                BulkRowError(about=words.get(p.about, ""), detail=translated(p.why))
                for p in row.problems
            ],
        )
        for row in found.rows
    ]
    return BulkRowListAnswer(rows=told, next=found.next)
