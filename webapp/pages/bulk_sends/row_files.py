"""Rows of a bulk send as files: those with errors to correct, and what became of all."""

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flask import Response, url_for
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from core.bulk_sends.bulk_send import BulkSend, RowState
from core.bulk_sends.filled_row import RowProblem
from core.text import spreadsheet
from tenants.store.bulk_sends.bulk_send_rows import BulkRow
from tenants.use_cases.bulk_sends import row_pages, table_intake
from webapp import current
from webapp.pages.bulk_sends import target_words
from webapp.text.translation import translated

# So many cells are a workbook within the time of a request; more are CSV alone.
CELLS_LIMIT = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # by which spreadsheet programs know UTF-8

Lines = Iterable[Sequence[str]]


def every(bulk: BulkSend, states: Iterable[RowState]) -> Iterator[BulkRow]:
    """All rows in these states, some in each transaction."""
    states, after, more = list(states), bulk.header_row, True
    while more:
        with current.transaction() as tx:
            rows = row_pages.some(tx, bulk.id, states, after)
        yield from rows
        more = len(rows) == row_pages.AT_ONCE
        after = rows[-1].number if rows else after


def wrong_rows(
    headings: Sequence[str], rows: Iterable[BulkRow], words: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    """With the number of each row, by which its correction finds it, and with what is wrong."""
    yield (table_intake.ROW, *headings, table_intake.ERROR)
    for row in rows:
        yield (str(row.number), *row.cells, " ".join(told(p, words) for p in row.problems))


def results(
    headings: Sequence[str], rows: Iterable[BulkRow], words: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    """Every row with its state, its envelope's address, or why it was not sent."""
    states = target_words.row_words()
    yield ("Row", "State", "Envelope", "Error", *headings)
    for row in rows:
        link = ""
        if row.envelope_id:
            link = url_for("envelopes.show", envelope_id=row.envelope_id, _external=True)
        errors = " ".join(told(p, words) for p in row.problems)
        yield (str(row.number), states[RowState(row.state)], link, errors, *row.cells)


def told(problem: RowProblem, words: dict[str, str]) -> str:
    """What is wrong, with the column that it is about."""
    about = words.get(problem.about, "")
    why = translated(problem.why)
    return f"{about}: {why}" if about else why


def csv(lines: Lines, name: str) -> Response:
    """Written as it is sent, so that it may be long."""
    text = (line if n else BOM + line for n, line in enumerate(map(spreadsheet.line, lines)))
    return _file(Response(text, mimetype="text/csv"), name)


def xlsx(lines: Lines, name: str) -> Response:
    """Text stays text: nothing becomes a formula, a number or a link."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    bold, sheet = book.add_format({"bold": True}), book.add_worksheet()
    for number, line in enumerate(lines):
        for column, text in enumerate(line):
            arguments: tuple[Any, ...] = (bold,) if number == 0 else ()
            sheet.write_string(number, column, text, *arguments)
    sheet.freeze_panes(1, 0)
    book.close()
    return _file(Response(written.getvalue(), mimetype=XLSX), name)


def _file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
