"""Reading typed values where that takes more than the standard library, which is all core has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.fields.field_property import Properties
from core.fields.kinds.phone import PHONE_COUNTRY
from core.fields.properties import DEFAULT
from core.refusals import Invalid
from tenants import phone_numbers


def _phone(typed: str, properties: Properties) -> str:
    return phone_numbers.parse(typed, PHONE_COUNTRY.of(properties))


# By the name in `reader` of a kind. Each raises Invalid with one error.
READERS: Mapping[str, Callable[[str, Properties], str]] = {"phone": _phone}


def read(envelope: Envelope, values: Mapping[UUID, str]) -> dict[UUID, str]:
    """The same values as they are kept. Raises Invalid by the ids of fields."""
    kept, wrong = dict(values), dict[str, str]()
    by_id = {field.id: field for field in envelope.fields}
    for id in values.keys() & by_id.keys():
        try:
            kept[id] = _read(by_id[id], values[id])
        except Invalid as invalid:
            wrong[str(id)] = next(iter(invalid.errors.values()))
    if wrong:
        raise Invalid(**wrong)
    return kept


def with_read_defaults(fields: Iterable[Field]) -> tuple[list[Field], dict[UUID, str]]:
    """The fields with their default values as they are kept, and what is wrong with the others."""
    right, wrong = list[Field](), dict[UUID, str]()
    for field in fields:
        default = field.properties.get(DEFAULT.name)
        try:
            read = _read(field, default) if isinstance(default, str) else default
        except Invalid as invalid:
            wrong[field.id] = next(iter(invalid.errors.values()))
            continue
        if read != default:
            field = replace(field, properties={**field.properties, DEFAULT.name: read})
        right.append(field)
    return right, wrong


def _read(field: Field, typed: str) -> str:
    reader = READERS.get(field.kind.reader)
    return reader(typed, field.properties) if reader and typed.strip() else typed
