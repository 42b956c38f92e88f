"""The table of a bulk send, as it was read from a file or from what was pasted."""

from dataclasses import dataclass

from core.refusals import FilledSentence, sentence
from core.text.charset_detection import EncodingGuess
from core.text.csv_table import NumberedRow

ROWS_LIMIT = 10_000
COLUMNS_LIMIT = 200
BYTES_LIMIT = 10_000_000

# Why a table cannot be used, by a stable code; `number` says where, or how many.
PROBLEMS = {
    "not_a_table": sentence(
        "This file is not a spreadsheet or CSV file. Save your table as XLSX or CSV and choose"
        " that."
    ),
    "locked": sentence(
        "This spreadsheet is protected with a password. Remove the password, save it and choose"
        " the file again."
    ),
    "empty": sentence("This file has no rows. Choose another one."),
    "too_complex": sentence(
        "This spreadsheet needs too much memory or time to open. Copy its cells into a new"
        " spreadsheet and choose that."
    ),
    "too_many_rows": sentence(
        "This file has %(number)s rows. A bulk send can have up to 10,000. Split the file, and"
        " start a bulk send for each part."
    ),
    "too_many_columns": sentence(
        "This file has %(number)s columns. A bulk send can have up to 200. Remove the columns that"
        " are not needed."
    ),
    "cell_too_long": sentence(
        "Row %(number)s has a cell with more than 10,000 characters. Shorten it, then choose the"
        " file again."
    ),
    "gone": sentence("Files are kept for a day, and this one was deleted. Choose it again."),
    "other_columns": sentence(
        "This file does not have the same columns as the first one. Correct the downloaded rows and"
        " keep their column names."
    ),
}


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """
    `rows` without empty ones and without titles above the column names.

    `readings` are the ways to read the letters of a file that does not say its encoding. `problem`
    is a code of PROBLEMS, and then there are no rows. `sheet` is the one of a workbook that was
    read, where it has several.
    """

    rows: tuple[NumberedRow, ...] = ()
    sheet: str = ""
    readings: tuple[EncodingGuess, ...] = ()
    problem: str = ""
    number: int = 0

    @property
    def headed(self) -> bool:
        """Whether the first row names the columns: it has no address, and more rows follow."""
        return len(self.rows) > 1 and not any("@" in cell for cell in self.rows[0].cells)


def why(problem: str, number: int) -> str:
    """The sentence for a problem's code."""
    message = PROBLEMS.get(problem, PROBLEMS["not_a_table"])
    return FilledSentence(message, number=f"{number:,}") if "%(" in message else message


def of(rows: tuple[NumberedRow, ...], total: int) -> UploadedTable:
    """The table, unless it has too much of something."""
    kept = _without_titles(rows)
    total -= len(rows) - len(kept)
    if not kept:
        return UploadedTable(problem="empty")
    if total > ROWS_LIMIT + 1:
        return UploadedTable(problem="too_many_rows", number=total - 1)
    width = max(len(_trimmed(row.cells)) for row in kept)
    if width > COLUMNS_LIMIT:
        return UploadedTable(problem="too_many_columns", number=width)
    return UploadedTable(tuple(NumberedRow(r.number, _wide(r.cells, width)) for r in kept))


def _without_titles(rows: tuple[NumberedRow, ...]) -> tuple[NumberedRow, ...]:
    """A title above the table fills one cell, where the rows below it fill several."""
    filled = [sum(bool(cell.strip()) for cell in row.cells) for row in rows[:20]]
    if not filled or max(filled) < 2:
        return rows
    return rows[next(n for n, count in enumerate(filled) if count > 1) :]


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty ones at its end."""
    end = max((n for n, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return cells[:end]


def _wide(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
