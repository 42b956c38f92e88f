"""Reading typed values where that takes more than the standard library, which is all core has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.fields import formats
from core.fields.field import Field
from core.fields.field_property import Properties
from core.fields.kinds import date as date_kind
from core.fields.properties import COUNTRY, DEFAULT, FORMAT
from core.refusals import Invalid
from core.text.printable import cleaned
from tenants import national_numbers, phone_numbers


def _phone(typed: str, properties: Properties, now: datetime) -> str:
    return phone_numbers.parse(typed, COUNTRY.of(properties))


def _date(typed: str, properties: Properties, now: datetime) -> str:
    """What is today somewhere on earth is today."""
    first, last = (now + timedelta(hours=hours) for hours in (-12, 14))
    date_kind.check_today(cleaned(typed), properties, first.date(), last.date())
    return typed


# By the name in `reader` of a kind. Each raises Invalid with one error.
READERS: Mapping[str, Callable[[str, Properties, datetime], str]] = {
    "phone": _phone,
    "date": _date,
}


def read(envelope: Envelope, values: Mapping[UUID, str], now: datetime) -> dict[UUID, str]:
    """The same values as they are kept. Raises Invalid by the ids of fields."""
    kept, wrong = dict(values), dict[str, str]()
    by_id = {field.id: field for field in envelope.fields}
    for id in values.keys() & by_id.keys():
        try:
            kept[id] = _read(by_id[id], values[id], now)
        except Invalid as invalid:
            wrong[str(id)] = next(iter(invalid.errors.values()))
    if wrong:
        raise Invalid(**wrong)
    return kept


def reader(now: datetime) -> Callable[[Field], Field]:
    """
    Reads the value that a field begins with, wherever it comes from: a template that is used, a
    table, a form, a program. It raises Invalid with one error named value.
    """

    def read_default(field: Field) -> Field:
        right, wrong = with_read_defaults([field], now)
        if wrong:
            raise Invalid(value=wrong[field.id])
        return right[0]

    return read_default


def with_read_defaults(
    fields: Iterable[Field], now: datetime
) -> tuple[list[Field], dict[UUID, str]]:
    """The fields with their default values as they are kept, and what is wrong with the others."""
    right, wrong = list[Field](), dict[UUID, str]()
    for field in fields:
        default = field.properties.get(DEFAULT.name)
        try:
            read = _read(field, default, now) if isinstance(default, str) else default
        except Invalid as invalid:
            wrong[field.id] = next(iter(invalid.errors.values()))
            continue
        if read != default:
            field = replace(field, properties={**field.properties, DEFAULT.name: read})
        right.append(field)
    return right, wrong


def _read(field: Field, typed: str, now: datetime) -> str:
    if not typed.strip():
        return typed
    format = FORMAT.of(field.properties)
    if format in formats.NATIONAL:
        national_numbers.check(format, cleaned(typed))
    reader = READERS.get(field.kind.reader)
    return reader(typed, field.properties, now) if reader else typed
