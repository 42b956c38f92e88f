"""A table in a CSV file, however its program wrote it: its letters, its separator, its rows."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from core.text import charset_detection

QUOTED = re.compile(r'"[^"]*"')
DELIMITERS = ",;\t|"
CELL_LIMIT = 10_000  # letters: no name, address, message or value of a field is as long

LETTERS_LIMIT = 40_000_000  # of all rows: four times as much as a file may have bytes

Row = tuple[str, ...]


class NotATable(ValueError):
    """These bytes are no text, or no table."""


class TooMuchText(NotATable):
    """A small file says the same long words in many cells."""


class CellTooLong(ValueError):
    """`row` is the number of the row in the file; from 1."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


@dataclass(frozen=True, slots=True)
class NumberedRow:
    """`number` is that of the row in its file, from 1, as spreadsheet programs count."""

    number: int
    cells: Row


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first of the rows that are not empty, and how many there are in all."""

    rows: tuple[NumberedRow, ...]
    total: int


def read(data: bytes, encoding: str, most: int) -> FirstRows:
    """
    Up to `most` rows of a file of this encoding; without one of the likeliest.

    However many follow, they are counted and not kept. Raises NotATable, CellTooLong.
    """
    text = _decoded(data, encoding)
    cells = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    return first(_rows(cells), most)


def first(rows: Iterable[tuple[int, Row]], most: int) -> FirstRows:
    """The first of these that are not empty. Raises CellTooLong, TooMuchText."""
    kept: list[NumberedRow] = []
    total = letters = 0
    for number, row in rows:
        if any(len(cell) > CELL_LIMIT for cell in row):
            raise CellTooLong(number)
        if not any(cell.strip() for cell in row):
            continue
        total += 1
        if total <= most:
            kept.append(NumberedRow(number, row))
            letters += sum(map(len, row))
            if letters > LETTERS_LIMIT:
                raise TooMuchText
    return FirstRows(tuple(kept), total)


def _rows(cells: Iterator[list[str]]) -> Iterator[tuple[int, Row]]:
    number = 0
    while True:
        number += 1
        try:
            row = next(cells, None)
        except csv.Error as error:
            if "limit" in str(error):
                raise CellTooLong(number) from None
            raise NotATable from None
        if row is None:
            return
        yield number, tuple(row)


def _decoded(data: bytes, encoding: str) -> str:
    chosen = charset_detection.certain(data) or encoding or _likely(data)
    try:
        text = data.decode(chosen) if chosen else "\0"
    except (UnicodeDecodeError, LookupError):
        text = "\0"
    if "\0" in text:
        raise NotATable
    return text


def _likely(data: bytes) -> str:
    return next((reading.encoding for reading in charset_detection.readings(data)), "")


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into the most cells; quoted text is one cell."""
    head = QUOTED.sub("", text[:4_000]).splitlines()[:10]
    return max(DELIMITERS, key=lambda d: sum(line.count(d) for line in head))
