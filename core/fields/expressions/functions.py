"""
The functions of expressions.

`sum`, `min`, `max` and `count` pass over what is not filled in; all others give nothing where a
number or day they need is not filled in.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from core.fields.expressions.value import (
    ARITHMETIC,
    Uncomputable,
    Value,
    ValueType,
    checked,
    checked_text,
    plain,
)
from core.refusals import sentence

NUMBER, TEXT, DATE, YES_NO = ValueType
ANY = frozenset(ValueType)
WRITTEN = ANY - {YES_NO}  # `if(box, "yes", "no")` says a box in words
PLACES = 10  # decimals at most
MANY = 50  # arguments at most
DIGITS = 32  # of a text that is read as a number
# No exponent: a million digits would follow from nine letters.
NUMERAL = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")


@dataclass(frozen=True, slots=True)
class Function:
    """
    `takes` are the types of the arguments, the last one of all that follow; a set allows several.
    `gives` is the type of the result, None for that of the first argument.
    """

    call: Callable[..., Value]
    takes: tuple[ValueType | frozenset[ValueType], ...]
    gives: ValueType | None
    least: int
    most: int
    takes_empty: bool = False


def _sum(*numbers: Decimal | None) -> Decimal:
    total = Decimal(0)
    for number in _filled(numbers):
        total = checked(ARITHMETIC.add(total, number))
    return total


def _least(*values: Any) -> Value:
    return min(_filled(values), default=None)


def _most(*values: Any) -> Value:
    return max(_filled(values), default=None)


def _filled(values: tuple[Any, ...]) -> list[Any]:
    return [value for value in values if value is not None]


def _count(*values: Value) -> Decimal:
    return Decimal(sum(not is_empty(value) for value in values))


def is_empty(value: Value) -> bool:
    """Not filled in; for a box: not ticked. The number 0 is filled in."""
    return value is None or value == "" or value is False


def _rounded(rounding: str) -> Callable[[Decimal, Decimal], Decimal]:
    def round(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
        whole = whole_number(places)
        if not 0 <= whole <= PLACES:
            raise Uncomputable(sentence("Round to 0 to 10 decimals."))
        return number.quantize(Decimal(1).scaleb(-whole), rounding, ARITHMETIC)

    return round


def whole_number(number: Decimal) -> int:
    """Raises Uncomputable for what is no whole number, or too large to count days or letters."""
    if number != number.to_integral_value() or abs(number) > 4_000_000:
        raise Uncomputable(sentence("Days, months and years have to be whole numbers."))
    return int(number)


def add_days(day: date, days: Decimal) -> date:
    try:
        return day + timedelta(days=whole_number(days))
    except OverflowError:
        raise Uncomputable(_OUT_OF_RANGE) from None


_OUT_OF_RANGE = sentence("The date is out of range. Check the dates and numbers you entered.")


def _add_months(day: date, months: Decimal) -> date:
    """The same day of another month, or its last one: a month after 31 January is 28 February."""
    count = day.year * 12 + day.month - 1 + whole_number(months)
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        raise Uncomputable(_OUT_OF_RANGE)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _add_years(day: date, years: Decimal) -> date:
    return _add_months(day, years * 12)


def _concat(*values: Value) -> str:
    return checked_text("".join(map(as_text, values)))


def as_text(value: Value) -> str:
    """Numbers by their digits, days as 2026-03-31."""
    match value:
        case None:
            return ""
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
    return str(value)


def _number(text: str) -> Decimal | None:
    """Digits with a point or comma before the decimals; nothing for any other text."""
    digits = text.strip()
    if len(digits) > DIGITS or not NUMERAL.fullmatch(digits):
        return None
    return checked(Decimal(digits.replace(",", ".")))


FUNCTIONS: dict[str, Function] = {
    "sum": Function(_sum, (NUMBER,), NUMBER, 1, MANY, takes_empty=True),
    "min": Function(_least, (frozenset({NUMBER, DATE}),), None, 1, MANY, takes_empty=True),
    "max": Function(_most, (frozenset({NUMBER, DATE}),), None, 1, MANY, takes_empty=True),
    "count": Function(_count, (ANY,), NUMBER, 1, MANY, takes_empty=True),
    "abs": Function(ARITHMETIC.abs, (NUMBER,), NUMBER, 1, 1),
    "round": Function(_rounded(ROUND_HALF_UP), (NUMBER,), NUMBER, 1, 2),
    "round_even": Function(_rounded(ROUND_HALF_EVEN), (NUMBER,), NUMBER, 1, 2),
    "round_up": Function(_rounded(ROUND_UP), (NUMBER,), NUMBER, 1, 2),
    "round_down": Function(_rounded(ROUND_DOWN), (NUMBER,), NUMBER, 1, 2),
    "days": Function(lambda a, b: Decimal((b - a).days), (DATE,), NUMBER, 2, 2),
    "add_days": Function(add_days, (DATE, NUMBER), DATE, 2, 2),
    "add_months": Function(_add_months, (DATE, NUMBER), DATE, 2, 2),
    "add_years": Function(_add_years, (DATE, NUMBER), DATE, 2, 2),
    "year": Function(lambda day: Decimal(day.year), (DATE,), NUMBER, 1, 1),
    "month": Function(lambda day: Decimal(day.month), (DATE,), NUMBER, 1, 1),
    "day": Function(lambda day: Decimal(day.day), (DATE,), NUMBER, 1, 1),
    "is_empty": Function(is_empty, (ANY,), YES_NO, 1, 1, takes_empty=True),
    "upper": Function(lambda text: checked_text(text.upper()), (TEXT,), TEXT, 1, 1),
    "lower": Function(lambda text: checked_text(text.lower()), (TEXT,), TEXT, 1, 1),
    "trim": Function(lambda text: " ".join(text.split()), (TEXT,), TEXT, 1, 1),
    "length": Function(lambda text: Decimal(len(text)), (TEXT,), NUMBER, 1, 1),
    "concat": Function(_concat, (WRITTEN,), TEXT, 1, MANY, takes_empty=True),
    "contains": Function(
        lambda text, part: part.casefold() in text.casefold(), (TEXT,), YES_NO, 2, 2
    ),
    "starts_with": Function(
        lambda text, part: text.casefold().startswith(part.casefold()), (TEXT,), YES_NO, 2, 2
    ),
    "ends_with": Function(
        lambda text, part: text.casefold().endswith(part.casefold()), (TEXT,), YES_NO, 2, 2
    ),
    "text": Function(as_text, (WRITTEN,), TEXT, 1, 1, takes_empty=True),
    "number": Function(_number, (TEXT,), NUMBER, 1, 1),
}
