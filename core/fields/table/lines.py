"""The lines of a table as they are filled in, kept as canonical JSON, and what they amount to."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.fields import number_format
from core.fields.expressions import evaluation
from core.fields.expressions.value import ARITHMETIC, LARGEST, Uncomputable, Value
from core.fields.field_property import Properties
from core.fields.table import columns as table_columns
from core.fields.table.columns import TableColumn
from core.refusals import FilledSentence, Invalid, sentence
from core.text import canonical_json
from core.text.printable import cleaned, is_line, why_undrawable

LINES_LIMIT = 50
CELL_LIMIT = 100
NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,6})?")
UNREADABLE = sentence("This table cannot be read. Reload the page and try again.")

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledTable:
    """
    `lines` have all columns, with what is computed, as people read it; `total` is "" where no
    column has numbers. `is_right` says of each column whether it stands at the right.
    """

    headings: Cells
    is_right: tuple[bool, ...]
    lines: tuple[Cells, ...]
    total: str


def read(value: str) -> list[list[str]]:
    """The cells that are filled in, of each line. Of a row that was changed nothing."""
    try:
        found = json.loads(value) if value else []
    except (ValueError, RecursionError):
        return []
    is_table = isinstance(found, list) and all(
        isinstance(line, list) and all(isinstance(cell, str) for cell in line) for line in found
    )
    return found if is_table else []


def parse(value: str, properties: Properties, most: int) -> str:
    """Canonical JSON; "" where no cell has anything. Raises Invalid with the name `value`."""
    asked = [column for column in table_columns.of(properties) if not column.formula]
    found = read(value)
    if value and not found:
        raise Invalid(value=UNREADABLE)
    lines = [_line(line, asked, number) for number, line in enumerate(found, 1)]
    if len(lines) > most:
        wrong = sentence("This table can have up to %(most)s lines. Remove some.")
        raise Invalid(value=FilledSentence(wrong, most=str(most)))
    return canonical_json.text(lines) if any(map(any, lines)) else ""


def _line(cells: Sequence[str], asked: Sequence[TableColumn], number: int) -> list[str]:
    if len(cells) != len(asked):
        raise Invalid(value=UNREADABLE)
    return [_cell(cell, column, number) for cell, column in zip(cells, asked, strict=True)]


def _cell(cell: str, column: TableColumn, number: int) -> str:
    text = cleaned(cell)
    where = {"line": str(number), "heading": column.heading}
    if len(text) > CELL_LIMIT or not is_line(text):
        wrong = sentence("Line %(line)s, %(heading)s: enter up to 100 characters.")
        raise Invalid(value=FilledSentence(wrong, **where))
    if why := why_undrawable(text):
        raise Invalid(value=why)
    if text and column.is_number and not NUMBER.fullmatch(text):
        wrong = sentence("Line %(line)s, %(heading)s: enter a number, such as 12 or 12.5.")
        raise Invalid(value=FilledSentence(wrong, **where))
    return text


def filled(value: str, properties: Properties) -> FilledTable:
    """Empty lines are passed over."""
    columns = table_columns.of(properties)
    lines = [line for line in _computed(value, columns, properties) if any(line.cells)]
    total = _total(lines, columns)
    return FilledTable(
        tuple(column.heading for column in columns),
        tuple(column.is_number for column in columns),
        tuple(line.shown for line in lines),
        "" if total is None else _written(total, properties),
    )


def amount(value: str, properties: Properties, line: int, column: int) -> str:
    """One cell as people read it, by the numbers of line and column from 0; "" of no such line."""
    computed = _computed(value, table_columns.of(properties), properties)
    return computed[line].shown[column] if line < len(computed) else ""


def total(value: str, properties: Properties) -> Decimal | None:
    """Of the last column with amounts, or else the last one with numbers."""
    columns = table_columns.of(properties)
    return _total(_computed(value, columns, properties), columns) if value else None


def is_incomplete(value: str, properties: Properties, least: int) -> bool:
    """Whether a line lacks a number, or there are too few of them."""
    asked = [column for column in table_columns.of(properties) if not column.formula]
    lines = [line for line in read(value) if any(line)]
    lacks = any(
        column.is_number and not cell
        for line in lines
        for column, cell in zip(asked, line, strict=False)
    )
    return lacks or len(lines) < least


@dataclass(frozen=True, slots=True)
class _ComputedLine:
    cells: Sequence[str]
    values: dict[str, Value]
    shown: Cells


def _computed(
    value: str, columns: Sequence[TableColumn], properties: Properties
) -> list[_ComputedLine]:
    asked = [column.name for column in columns if not column.formula]
    found = []
    for cells in read(value):
        given = dict(zip(asked, cells, strict=False))
        values: dict[str, Value] = {}
        shown = []
        for column in columns:
            text = given.get(column.name, "")
            values[column.name] = _value(column, text, values, properties)
            number = values[column.name]
            is_amount = column.formula and isinstance(number, Decimal)
            shown.append(_written(number, properties) if is_amount else text)  # type: ignore[arg-type]
        found.append(_ComputedLine(cells, values, tuple(shown)))
    return found


def _value(
    column: TableColumn, text: str, before: dict[str, Value], properties: Properties
) -> Value:
    """An amount is rounded as it is shown: the total is the sum of what one reads."""
    if not column.formula:
        return _number(text) if column.is_number else text
    try:
        result = evaluation.evaluate(column.formula, before)
    except Uncomputable:
        return None
    if not isinstance(result, Decimal):
        return None
    return Decimal(number_format.kept(result, properties))


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _total(lines: Sequence[_ComputedLine], columns: Sequence[TableColumn]) -> Decimal | None:
    numbers = [column for column in columns if column.is_number]
    amounts = [column for column in numbers if column.formula] or numbers
    if not amounts:
        return None
    found = (line.values[amounts[-1].name] for line in lines)
    total = Decimal(0)
    for number in found:
        if isinstance(number, Decimal):
            total = ARITHMETIC.add(total, number)
    return total if abs(total) < LARGEST else None


def _written(number: Decimal, properties: Properties) -> str:
    return number_format.written(number_format.kept(number, properties), properties)
