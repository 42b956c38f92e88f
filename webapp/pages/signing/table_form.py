"""A table as a form says it: one input for each cell, and a button that adds or removes a line."""

from collections.abc import Mapping
from itertools import count, takewhile

from core.fields.field import Field
from core.fields.table import columns, lines
from core.fields.table.columns import TableColumn
from core.fields.table.lines import LINES_LIMIT
from core.text import canonical_json


def asked(field: Field) -> list[TableColumn]:
    """The columns that are filled in."""
    return [column for column in columns.of(field.properties) if not column.formula]


def rows(field: Field) -> list[list[str]]:
    """The cells to fill in: those that are filled in already, and one line at least."""
    least = max(field.properties.get("lines_minimum", 0), 1)
    found = lines.read(field.value)
    blank = [""] * len(asked(field))
    return found + [blank for _ in range(least - len(found))]


def is_in(field: Field, form: Mapping[str, str]) -> bool:
    return f"{field.id}-0-0" in form


def value(field: Field, form: Mapping[str, str]) -> str:
    """As it is kept, after the button that was pressed, if any."""
    numbers = takewhile(lambda n: f"{field.id}-{n}-0" in form, count())
    width = range(len(asked(field)))
    cells = [[form.get(f"{field.id}-{row}-{n}", "") for n in width] for row in numbers]
    act, _, number = form.get(f"{field.id}-line", "").partition("-")
    if act == "add":
        cells.append(["" for _ in width])
    elif act == "remove" and number.isdecimal() and len(number) < 4:
        cells = [line for row, line in enumerate(cells) if row != int(number)]
    return canonical_json.text(cells[: LINES_LIMIT + 1]) if any(map(any, cells)) else ""
