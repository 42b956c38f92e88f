"""Bulk sends: a program gives rows, sees which of them have errors, and has the others sent."""

import csv
import io
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.bulk_sends.bulk_send import BulkSend, RowState
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, program_rows, row_pages, running
from tenants.use_cases.bulk_sends.program_rows import ProgramTable
from tenants.use_cases.bulk_sends.row_pages import RowPage
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.bulk_sends.bulk_send_models import (
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
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once, once_opened
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
    bulk_id, upload_id = new_id(), new_id()
    rows = [
        program_rows.ProgramRow(
            {p.role: (p.name, p.email) for p in row.roles}, row.values, row.merge_values
        )
        for row in asked.rows
    ]

    def act(opener: Answering) -> None:
        with opener.transaction() as tx:
            table = program_rows.table(tx, asked.template_id, rows)
            bulk_sends.announce(tx, bulk_id, upload_id)
        bulk_sends.store(opener.organization, bulk_id, upload_id, _written(table.lines))
        opener.commit(lambda tx: make(tx, table))

    def make(tx: Transaction, table: ProgramTable) -> None:
        program_rows.create(tx, bulk_id, asked.template_id, upload_id, table, current.now())
        if asked.name:
            bulk_sends.rename(tx, bulk_id, asked.name)

    def answer(tx: Transaction, _: None) -> Response:
        place = url_for("api_v1.bulk_sends.show", bulk_send_id=bulk_id)
        return responses.created(place, answer_of(row_pages.of(tx, bulk_id, [], 0)))

    return once_opened(act, answer)


@bp.get("/<uuid:bulk_send_id>")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(BulkSendAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="get_bulk_send",
)
def show(bulk_send_id: UUID) -> Response:
    """See the progress of a bulk send"""
    with current.transaction() as tx:
        found = _now(tx, bulk_send_id)
    return responses.shown(found)


@bp.get("/<uuid:bulk_send_id>/rows")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(BulkRowAnswer, base=BulkRowQuery),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=BulkRowListAnswer),
    operation_id="list_bulk_send_rows",
)
def rows(bulk_send_id: UUID) -> Response:
    """List the rows of a bulk send, page by page"""
    asked: BulkRowQuery = request.context.query  # type: ignore[attr-defined]
    (after,) = cursors.read(asked.cursor, int) or (0,)
    states = [asked.state] if asked.state else list(RowState)
    with current.transaction() as tx:
        found = row_pages.of(tx, bulk_send_id, states, after, asked.limit)
    following = cursors.written(found.next) if found.next else None
    return responses.page(BulkRowListAnswer, _rows(found), following)


@bp.post("/<uuid:bulk_send_id>/start")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=BulkStart,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="start_bulk_send",
)
def start(bulk_send_id: UUID) -> Response:
    """
    Send the rows that are ready

    Asked again, no row is sent twice.
    """
    asked: BulkStart = request.context.json  # type: ignore[attr-defined]

    def begin(tx: Transaction) -> Response:
        responses.check_match(tx, bulk_send_id, lambda: _now(tx, bulk_send_id))
        running.start(tx, bulk_send_id, asked.rows, asked.skip_repeats, asked.rate, current.now())
        return responses.shown(_now(tx, bulk_send_id))

    return once(begin)


@bp.post("/<uuid:bulk_send_id>/changes")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=BulkChange,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="change_bulk_send",
)
def change(bulk_send_id: UUID) -> Response:
    """Pause, resume or cancel a bulk send, or send its failed rows again"""
    asked: BulkChange = request.context.json  # type: ignore[attr-defined]
    now = current.now()

    def act(tx: Transaction) -> Response:
        responses.check_match(tx, bulk_send_id, lambda: _now(tx, bulk_send_id))
        match asked.action:
            case "pause":
                running.pause(tx, bulk_send_id, now)
            case "resume":
                running.resume(tx, bulk_send_id, None, now)
            case "cancel":
                running.cancel(tx, bulk_send_id, now)
            case "retry":
                running.retry(tx, bulk_send_id, now)
        return responses.shown(_now(tx, bulk_send_id))

    return once(act)


def _written(lines: list[tuple[str, ...]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows(lines)
    return written.getvalue().encode()


def _now(tx: Transaction, bulk_id: UUID) -> BulkSendAnswer:
    return answer_of(row_pages.of(tx, bulk_id, [], 0))


def answer_of(found: RowPage) -> BulkSendAnswer:
    return told(found.bulk, found.counts)


def told(bulk: BulkSend, counts: dict[RowState, int]) -> BulkSendAnswer:
    """`counts` are rows by their state."""
    return BulkSendAnswer(
        id=bulk.id,
        template_id=bulk.template_id,
        template_version=bulk.template_version,
        name=bulk.name,
        state=bulk.state,
        problem=bulk.problem,
        rows=bulk.total,
        counts=counts,
        rate=bulk.rate,
        created_at=bulk.created_at,
        begun_at=bulk.begun_at,
        ended_at=bulk.ended_at,
    )


def _rows(found: RowPage) -> list[BulkRowAnswer]:
    words = {target.key: target_words.full_word(target) for target in found.targets}
    return [
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
