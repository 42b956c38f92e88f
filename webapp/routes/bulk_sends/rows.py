"""Rows of a bulk send: those with errors, corrected ones, and what became of all."""

from uuid import UUID

from flask import Blueprint, Response, abort

from core.access import Permission
from core.bulk_sends.bulk_send import RowState
from core.refusals import Invalid
from tenants.use_cases.bulk_sends import row_pages, table_intake
from webapp import current, notices
from webapp.pages.bulk_sends import progress_page, row_files
from webapp.pages.bulk_sends.target_words import full_word
from webapp.routes.bulk_sends import bulk_sends
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("bulk_send_rows", __name__)


@bp.get("/bulk-sends/<uuid:bulk_send_id>/errors.<file_format>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def errors(bulk_send_id: UUID, file_format: str) -> Response:
    """To be corrected and uploaded again."""
    if file_format not in ("csv", "xlsx"):
        abort(404)
    with current.transaction() as tx:
        page = row_pages.of(tx, bulk_send_id, [RowState.WRONG], 0)
    words = {target.key: full_word(target) for target in page.targets}
    rows = row_files.every(page.bulk, [RowState.WRONG])
    lines = row_files.wrong_rows(page.headings, rows, words)
    few = page.counts.get(RowState.WRONG, 0) * len(page.headings) <= row_files.CELLS_LIMIT
    if file_format == "xlsx" and few:
        return row_files.xlsx(lines, "rows-with-errors.xlsx")
    return row_files.csv(list(lines), "rows-with-errors.csv")


@bp.post("/bulk-sends/<uuid:bulk_send_id>/corrections")
@member_sessions.required(Permission.SEND_ENVELOPES)
def correct(bulk_send_id: UUID) -> Response:
    try:
        _, data = bulk_sends.table()
    except Invalid as invalid:
        return progress_page.show_checked(bulk_send_id, invalid.errors, 422)
    upload_id = bulk_sends.store(bulk_send_id, data)
    with current.transaction() as tx:
        table_intake.correct(tx, bulk_send_id, upload_id)
    return notices.leave(
        bulk_sends.to(bulk_send_id), gettext("The corrected rows are being checked.")
    )


@bp.get("/bulk-sends/<uuid:bulk_send_id>/results.csv")
@member_sessions.required(Permission.SEND_ENVELOPES)
def results(bulk_send_id: UUID) -> Response:
    with current.transaction() as tx:
        page = row_pages.of(tx, bulk_send_id, [], 0)
    words = {target.key: full_word(target) for target in page.targets}
    rows = row_files.every(page.bulk, list(RowState))
    lines = row_files.results(page.headings, rows, words)
    return row_files.csv(list(lines), "bulk-send-results.csv")
