"""The columns of a table, as the sender writes them: one per line.

    Description
    Quantity: number
    Unit price: number
    Amount = quantity * unit_price

A column is called in formulas by its heading, in small letters and with underscores.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.fields.expressions import syntax, type_rules
from core.fields.expressions.syntax import Expression
from core.fields.expressions.value import UnreadableExpression, ValueType
from core.fields.field_name import suggested
from core.fields.field_property import FieldProperty, Properties, PropertyControl, read_lines
from core.refusals import FilledSentence, Invalid, sentence

COLUMNS_LIMIT = 8
LINE = re.compile(r"([^=:]{1,40})(?:(:)\s*(text|number)|(=)(.+))?")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`formula` is of a computed column; the others are filled in."""

    heading: str
    name: str
    type: ValueType = ValueType.TEXT
    formula: Expression | None = None

    @property
    def is_number(self) -> bool:
        return self.type is ValueType.NUMBER


def of(properties: Properties) -> tuple[TableColumn, ...]:
    """None of what cannot be read (any more)."""
    try:
        return _columns(tuple(COLUMNS.of(properties)))
    except Invalid:
        return ()


def read(given: object) -> list[str]:
    lines = read_lines(given)
    if lines:
        _columns(tuple(lines))
    return lines


@lru_cache(maxsize=1_000)
def _columns(lines: Sequence[str]) -> tuple[TableColumn, ...]:
    """Raises Invalid with the name `value`."""
    if len(lines) > COLUMNS_LIMIT:
        raise Invalid(value=sentence("A table can have up to 8 columns. Remove some."))
    columns: list[TableColumn] = []
    for line in lines:
        columns.append(_column(line, columns))
    if all(column.formula for column in columns):
        raise Invalid(value=sentence("Add a column that can be filled in, such as Description."))
    return tuple(columns)


def _column(line: str, before: Sequence[TableColumn]) -> TableColumn:
    found = LINE.fullmatch(line.strip())
    if found is None:
        wrong = sentence(
            "“%(line)s” is not a column. Write a heading of up to 40 characters, “Quantity: number”"
            " or “Amount = quantity * price”."
        )
        raise Invalid(value=FilledSentence(wrong, line=line))
    heading, _, type, _, formula = found.groups()
    heading = heading.strip()
    name = suggested(heading) or f"column_{len(before) + 1}"
    if any(column.name == name for column in before):
        wrong = sentence("Two columns are called “%(heading)s”. Rename one of them.")
        raise Invalid(value=FilledSentence(wrong, heading=heading))
    if formula is None:
        return TableColumn(heading, name, ValueType.NUMBER if type == "number" else ValueType.TEXT)
    return TableColumn(heading, name, ValueType.NUMBER, _formula(formula, before))


def _formula(text: str, before: Sequence[TableColumn]) -> Expression:
    try:
        read = syntax.read(text.strip())
        found = type_rules.type_of(read, {column.name: column.type for column in before})
    except UnreadableExpression as unreadable:
        raise Invalid(value=unreadable.sentence) from None
    if found is not ValueType.NUMBER:
        raise Invalid(value=sentence("A computed column must result in a number."))
    return read


COLUMNS = FieldProperty[list[str]](
    name="columns",
    word=sentence("Columns"),
    hint=sentence("One per line: Item, Quantity: number, Amount = quantity * price"),
    control=PropertyControl.LINES,
    default=[],
    read=read,
    schema={
        "type": "array",
        "items": {"type": "string", "maxLength": 100},
        "maxItems": COLUMNS_LIMIT,
    },
    asked=sentence("A table has no columns yet. Enter them, one per line."),
)
