"""A cell of the table as a field takes it: days, ticks and numbers in the forms that they have."""

import re
from dataclasses import replace
from datetime import date

from core.envelopes.drafts import draft_fields
from core.envelopes.drafts.draft_fields import Reader, as_typed
from core.fields.field import Field
from core.fields.kind import Printed
from core.fields.properties import DEFAULT
from core.organizations.date_format import DateFormat
from core.refusals import Invalid, sentence
from core.text.printable import cleaned

YES = frozenset(
    ("yes", "y", "true", "x", "1", "on", "ja", "oui", "si", "sí", "sim", "tak", "wahr", "vrai",
     "verdadero", "vero", "✓", "✔")
)  # fmt: skip
NO = frozenset(
    ("no", "n", "false", "0", "off", "nein", "non", "não", "nie", "falsch", "faux", "falso", "-")
)
DAY = re.compile(r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?: 00:00(?::00)?)?")
FORMULA = sentence("This cell has a formula. Replace it with its value.")
NOT_YES_OR_NO = sentence("Enter yes or no, or leave the cell empty.")


def fill(field: Field, cell: str, date_format: str, read: Reader = as_typed) -> Field:
    """The field with the cell as its value to begin with. Raises Invalid(value=…)."""
    text = cleaned(cell)
    if is_formula(text):
        raise Invalid(value=FORMULA)
    if field.kind.is_day:
        text = day(text, date_format)
    elif field.kind.printed is Printed.TICK:
        text = _tick(text)
    filled = replace(field, properties={**field.properties, DEFAULT.name: text})
    try:
        return draft_fields.as_kept(read(filled))
    except Invalid as invalid:
        raise Invalid(value=next(iter(invalid.errors.values()))) from None


def is_formula(text: str) -> bool:
    """What a spreadsheet would calculate, and no one means as a name or a value."""
    return text.startswith(("=", "@SUM(", "+cmd|", "-cmd|"))


def day(text: str, date_format: str) -> str:
    """
    A day in ISO form, where it is written with the year first or with points, or in the order that
    the organization uses; anything else as it is.
    """
    found = DAY.fullmatch(text)
    if found is None:
        return text
    first, between, second, third = found.groups()
    month_first = date_format in (DateFormat.SLASHES_MONTH_FIRST, DateFormat.WORDS_MONTH_FIRST)
    if len(first) == 4:
        year, month, number = first, second, third
    elif len(third) != 4:
        return text
    elif month_first and between != ".":
        year, month, number = third, first, second
    else:
        year, month, number = third, second, first
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return text


def _tick(text: str) -> str:
    folded = text.casefold()
    if folded in YES:
        return "true"
    if folded in NO or not folded:
        return ""
    raise Invalid(value=NOT_YES_OR_NO)
