"""Bulk sends: listed, renamed, deleted, and their rows as files."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.bulk_sends.bulk_send import RowState
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, row_pages, template_source
from webapp import current
from webapp.api.v1 import authentication, cursors, responses
from webapp.api.v1.bulk_sends.bulk_send_models import BulkSendAnswer
from webapp.api.v1.bulk_sends.bulk_sends import answer_of, told
from webapp.api.v1.bulk_sends.listing_models import BulkSendListAnswer
from webapp.api.v1.bulk_sends.table_models import RenamedBulkSend
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.queries import ListQuery, reading
from webapp.api.v1.repeatable import once
from webapp.pages.bulk_sends import row_files, target_words

bp = Blueprint("bulk_send_list", __name__)
ONE = "/bulk-sends/<uuid:bulk_send_id>"


@bp.get("/bulk-sends")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=reading(BulkSendAnswer, base=ListQuery),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=BulkSendListAnswer),
    operation_id="list_bulk_sends",
)
def index() -> Response:
    """List bulk sends"""
    asked: ListQuery = request.context.query  # type: ignore[attr-defined]
    after = cursors.read(asked.cursor, datetime.fromisoformat, UUID)
    with current.transaction() as tx:
        found = bulk_sends.listed(tx, (after[0], after[1]) if after else None, asked.limit)
    following = None
    if found.next:
        following = cursors.written(found.next.created_at.isoformat(), str(found.next.id))
    listed = [told(bulk, found.counts.get(bulk.id, {})) for bulk in found.bulk_sends]
    return responses.page(BulkSendListAnswer, listed, following)


@bp.patch(ONE)
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=RenamedBulkSend,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=BulkSendAnswer),
    operation_id="rename_bulk_send",
)
def rename(bulk_send_id: UUID) -> Response:
    """Rename a bulk send"""
    asked: RenamedBulkSend = request.context.json  # type: ignore[attr-defined]

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, bulk_send_id, lambda: _now(tx, bulk_send_id))
        bulk_sends.rename(tx, bulk_send_id, asked.name or "")
        return responses.shown(_now(tx, bulk_send_id))

    return once(effect)


@bp.delete(ONE)
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="delete_bulk_send",
)
def delete(bulk_send_id: UUID) -> Response:
    """Delete a bulk send, whose envelopes that were sent are kept"""

    def effect(tx: Transaction) -> Response:
        responses.check_match(tx, bulk_send_id, lambda: _now(tx, bulk_send_id))
        bulk_sends.delete(tx, bulk_send_id)
        return responses.deleted()

    return once(effect)


@bp.get(f"{ONE}/errors.csv")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=None), operation_id="get_bulk_send_errors"
)
def errors(bulk_send_id: UUID) -> Response:
    """Download the rows with errors, to be corrected and uploaded again"""
    with current.transaction() as tx:
        page = row_pages.of(tx, bulk_send_id, [], 0)
    words = {target.key: target_words.full_word(target) for target in page.targets}
    rows = row_files.every(page.bulk, [RowState.WRONG])
    lines = list(row_files.wrong_rows(page.headings, rows, words))
    return row_files.csv(lines, "rows-with-errors.csv")


@bp.get(f"{ONE}/results.csv")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=None), operation_id="get_bulk_send_results"
)
def results(bulk_send_id: UUID) -> Response:
    """Download every row with what became of it"""
    with current.transaction() as tx:
        page = row_pages.of(tx, bulk_send_id, [], 0)
    words = {target.key: target_words.full_word(target) for target in page.targets}
    rows = row_files.every(page.bulk, list(RowState))
    lines = list(row_files.results(page.headings, rows, words))
    return row_files.csv(lines, "bulk-send-results.csv")


@bp.get("/templates/<uuid:template_id>/bulk-table.csv")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=None), operation_id="get_bulk_table_of_template"
)
def sample(template_id: UUID) -> Response:
    """Download a table with the columns that a template asks for"""
    with current.transaction() as tx:
        known = template_source.of_template(tx, template_id)
    return row_files.csv([target_words.sample(known.targets)], "bulk-send.csv")


def _now(tx: Transaction, bulk_id: UUID) -> BulkSendAnswer:
    """Raises NotFound."""
    return answer_of(row_pages.of(tx, bulk_id, [], 0))
