"""A stranger's spreadsheet or CSV file read as rows of text. To be run in the sandbox."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from core.bulk_sends import uploaded_table
from core.bulk_sends.uploaded_table import ROWS_LIMIT, UploadedTable
from core.text import charset_detection, csv_table
from core.text.csv_table import CellTooLong, FirstRows, NotATable, Row, TooMuchText

# How workbooks begin: XLSX, XLSB and ODS are ZIP files, XLS and locked ones compound files.
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNPACKED_LIMIT = 300_000_000  # bytes: what 10,000 rows of 200 cells never need
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read(data: bytes, encoding: str = "") -> UploadedTable:
    """The first visible sheet with something in it, or the rows of a CSV file."""
    try:
        if data.startswith((ZIP, COMPOUND)):
            return _workbook(data)
        found = csv_table.read(data, encoding, ROWS_LIMIT + 1)
    except TooMuchText:
        return UploadedTable(problem="too_complex")
    except NotATable:
        return UploadedTable(problem="not_a_table")
    except CellTooLong as long:
        return UploadedTable(problem="cell_too_long", number=long.row)
    table = uploaded_table.of(found.rows, found.total)
    certain = table.problem or charset_detection.certain(data)
    return table if certain else replace(table, readings=charset_detection.readings(data))


def _workbook(data: bytes) -> UploadedTable:
    if data.startswith(COMPOUND) and ENCRYPTED in data:
        return UploadedTable(problem="locked")
    if data.startswith(ZIP) and _unpacked(data) > UNPACKED_LIMIT:
        return UploadedTable(problem="too_complex")
    try:
        workbook = CalamineWorkbook.from_object(io.BytesIO(data))
        return _first_sheet(workbook)
    except PasswordError:
        return UploadedTable(problem="locked")
    except CalamineError:
        raise NotATable from None


def _unpacked(data: bytes) -> int:
    """As the file itself says; the sandbox's limits hold for one that lies. Raises NotATable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise NotATable from None


def _first_sheet(workbook: CalamineWorkbook) -> UploadedTable:
    shown = [m.name for m in workbook.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
    for name in shown or workbook.sheet_names:
        found = _rows(workbook.get_sheet_by_name(name))
        if found.rows:
            table = uploaded_table.of(found.rows, found.total)
            return replace(table, sheet=name if len(shown) > 1 else "")
    return UploadedTable(problem="empty")


def _rows(sheet: CalamineSheet) -> FirstRows:
    return csv_table.first(_numbered(sheet), ROWS_LIMIT + 1)


def _numbered(sheet: CalamineSheet) -> Iterator[tuple[int, Row]]:
    """A cell that is merged over several rows says the same in each of them."""
    left = sheet.start[1] if sheet.start else 0
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or ():
        if bottom > top and column >= left:
            begins.setdefault(top, []).append((bottom, column - left))
    merged: dict[int, tuple[int, str]] = {}  # column → the last row that it reaches, and its text
    for number, cells in enumerate(sheet.iter_rows()):
        row = [_text(cell) for cell in cells]
        for column, (bottom, text) in list(merged.items()):
            if number > bottom:
                del merged[column]
            elif column < len(row):
                row[column] = row[column] or text
        for bottom, column in begins.get(number, ()):
            if column < len(row):
                merged[column] = (bottom, row[column])
        yield number + 1, tuple(row)


def _text(cell: Any) -> str:
    """A cell as people read it: days in ISO form, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _number(value: float) -> str:
    """With the 15 digits that spreadsheet programs keep: 0.1 + 0.2 is 0.3 there."""
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text
