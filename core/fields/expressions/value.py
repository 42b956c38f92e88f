"""
What expressions compute with: numbers, text, days, and yes or no.

A number or a day that is not filled in is None; text that is not filled in is "", and a box that is
not ticked is False. No type becomes another by itself: `text(x)` and `number(x)` convert.
"""

from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from enum import StrEnum

from core.refusals import FilledSentence, sentence

Value = Decimal | str | date | bool | None

LARGEST = Decimal(10) ** 20  # what a number field takes, and as much of both signs
TEXT_LONGEST = 2_000  # characters, also on the way to a shorter result
ARITHMETIC = Context(
    prec=40, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow]
)


class ValueType(StrEnum):
    """Its value is how sentences call it."""

    NUMBER = sentence("a number")
    TEXT = sentence("text")
    DATE = sentence("a date")
    YES_NO = sentence("yes or no")


class UnreadableExpression(Exception):
    """An expression that says nothing: why and where, for the person who wrote it."""

    def __init__(self, template: str, at: int, **values: str) -> None:
        self.sentence = FilledSentence(template, at=str(at), **values)
        super().__init__(self.sentence)


class Uncomputable(Exception):
    """An expression that has no value with what is filled in now, such as 1 / 0."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def checked(number: Decimal) -> Decimal:
    """The same. Raises Uncomputable where it is too large."""
    if not -LARGEST < number < LARGEST:
        raise Uncomputable(sentence("The result is too large. Check the numbers you entered."))
    return number


def checked_text(text: str) -> str:
    if len(text) > TEXT_LONGEST:
        raise Uncomputable(sentence("The result is too long. Shorten what you entered."))
    return text


def plain(number: Decimal) -> str:
    """All its digits, without an exponent and without zeros at the end: 1200, 0.5."""
    text = format(number.normalize(ARITHMETIC), "f")
    return "0" if text == "-0" else text
