"""Lines of a table as CSV or XLSX, written to disk as they come."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from core.retention.value_export import HEAD
from core.text import spreadsheet

Lines = Iterable[tuple[str, ...]]
ROWS_LIMIT = 1_000_000  # of one sheet: programs read 1,048,576
WIDTH = 22


def write(format: str, lines: Lines) -> bytes:
    """The whole file. However many lines there are, only a few are in memory until then."""
    with tempfile.TemporaryDirectory(prefix="values") as folder:
        path = Path(folder) / "values"
        (_xlsx if format == "xlsx" else _csv)(path, lines)
        return path.read_bytes()


def _csv(path: Path, lines: Lines) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(spreadsheet.line(HEAD))
        for line in lines:
            file.write(spreadsheet.line(line))


def _xlsx(path: Path, lines: Lines) -> None:
    # Text stays text: nothing that was typed becomes a formula, a number or a link.
    workbook = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    bold = workbook.add_format({"bold": True})
    sheet, row = _sheet(workbook, bold), 1
    for line in lines:
        if row > ROWS_LIMIT:
            sheet, row = _sheet(workbook, bold), 1
        for column, text in enumerate(line):
            sheet.write_string(row, column, text)
        row += 1
    workbook.close()


def _sheet(workbook: Workbook, bold: object) -> Worksheet:
    number = len(workbook.worksheets()) + 1
    sheet = workbook.add_worksheet("Values" if number == 1 else f"Values {number}")
    sheet.set_column(0, len(HEAD) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    for column, word in enumerate(HEAD):
        sheet.write_string(0, column, word, bold)
    return sheet
