"""What the value of a field is to conditions and formulas."""

import re
from datetime import date
from decimal import Decimal

from core.fields.expressions.value import Value, ValueType
from core.fields.field import Field
from core.fields.field_property import Properties
from core.fields.kind import FieldKind, Printed

NUMBER = re.compile(r"-?[0-9]{1,20}([.,][0-9]{1,10})?")
EMPTY: dict[ValueType, Value] = {
    ValueType.NUMBER: None,
    ValueType.TEXT: "",
    ValueType.DATE: None,
    ValueType.YES_NO: False,
}


def type_of(field: Field) -> ValueType:
    return type_of_kind(field.kind, field.properties)


def type_of_kind(kind: FieldKind, properties: Properties) -> ValueType:
    """A box is yes when it is ticked, a signature when it is there."""
    if kind.value_type:
        return kind.value_type(properties)
    if kind.is_day:
        return ValueType.DATE
    is_text = kind.printed is Printed.TEXT
    return ValueType.TEXT if is_text else ValueType.YES_NO


def value_of(field: Field) -> Value:
    """What cannot be read, for its row was changed, is empty."""
    match type_of(field):
        case ValueType.TEXT:
            return field.value
        case ValueType.YES_NO:
            return bool(field.value)
        case ValueType.DATE:
            return _day(field.value)
    if field.kind.number:
        return field.kind.number(field.value, field.properties)
    return _number(field.value)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _number(value: str) -> Decimal | None:
    """No exponent, no infinity and nothing that is no number, which Decimal reads as well."""
    return Decimal(value.replace(",", ".")) if NUMBER.fullmatch(value) else None
