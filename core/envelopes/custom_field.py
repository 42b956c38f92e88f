"""Fields of an organization's own: what each of its envelopes can carry besides documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from core.envelopes.refusals import TooManyCustomFields
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line

FIELDS_LIMIT = 50
NAME_LIMIT = 60
CHOICES_LIMIT = 100
VALUE_LIMIT = 500


class CustomFieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class CustomField:
    """`listed`: its values stand in lists of envelopes. `choices` are of a choice only."""

    id: UUID
    name: str
    kind: CustomFieldKind
    choices: tuple[str, ...] = ()
    required: bool = False
    listed: bool = False


def typed(
    field_id: UUID, name: str, kind: str, choices: str, required: bool, listed: bool
) -> CustomField:
    """From a form: `choices` one a line. Raises Invalid for a kind that there is none of."""
    if kind not in set(CustomFieldKind):
        raise Invalid(kind=sentence("Choose a type from the list."))
    lines = [cleaned(line) for line in choices.splitlines()]
    known = tuple(dict.fromkeys(line for line in lines if line))
    chosen = known if kind == CustomFieldKind.CHOICE else ()
    return CustomField(field_id, cleaned(name), CustomFieldKind(kind), chosen, required, listed)


def check(field: CustomField, others: Sequence[CustomField]) -> None:
    """Raises Invalid with errors by field, TooManyCustomFields."""
    errors = dict(_errors(field, others))
    if errors:
        raise Invalid(**errors)
    if len(others) >= FIELDS_LIMIT:
        raise TooManyCustomFields


def value(field: CustomField, text: str) -> str:
    """As it is kept: numbers and days in one form. Raises ValueError with a sentence."""
    text = cleaned(text)
    if not text:
        return ""
    if field.kind is CustomFieldKind.NUMBER:
        return _number(text)
    if field.kind is CustomFieldKind.DATE:
        return _day(text)
    if field.kind is CustomFieldKind.CHOICE and text not in field.choices:
        raise ValueError(sentence("Choose from the list."))
    if len(text) > VALUE_LIMIT or not is_line(text):
        raise ValueError(sentence("Enter one line of up to 500 characters."))
    return text


def _errors(field: CustomField, others: Sequence[CustomField]) -> Iterator[tuple[str, str]]:
    if not field.name or len(field.name) > NAME_LIMIT or not is_line(field.name):
        yield "name", sentence("Enter a name of up to 60 characters.")
    elif any(o.name.casefold() == field.name.casefold() for o in others):
        yield "name", sentence("There is already a field with this name. Choose another name.")
    if field.kind is not CustomFieldKind.CHOICE:
        return
    if not 2 <= len(field.choices) <= CHOICES_LIMIT:
        yield "choices", sentence("Enter 2 to 100 choices, one per line.")
    elif any(len(c) > VALUE_LIMIT or not is_line(c) for c in field.choices):
        yield "choices", sentence("Each choice can have up to 500 characters.")


def _number(text: str) -> str:
    try:
        number = Decimal(text.replace("\u00a0", "").replace(" ", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 30 or len(text) > 40:
        raise ValueError(sentence("Enter a number, such as 1250 or 12.50."))
    return format(number, "f")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(sentence("Enter a date, such as 2026-03-31.")) from None
