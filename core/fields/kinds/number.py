"""A number in digits, with a point or a comma before its decimals; printed as it was typed."""

import re
from decimal import Decimal

from core.fields.expressions.value import ValueType
from core.fields.field_property import (
    FieldProperty,
    Properties,
    PropertyControl,
    PropertySection,
)
from core.fields.kind import FieldGroup, FieldKind
from core.fields.look_properties import PRINTED
from core.fields.properties import DEFAULT, PLACEHOLDER, READ_ONLY
from core.refusals import FilledSentence, Invalid, counted, sentence

NUMBER = re.compile(r"-?[0-9]{1,20}([.,][0-9]{1,10})?")
SCHEMA = {"type": "string", "pattern": f"^{NUMBER.pattern}$"}


def read_bound(given: object) -> str:
    text = str(given).strip() if isinstance(given, int | float | str) else ""
    is_number = not text or NUMBER.fullmatch(text)
    if not isinstance(given, int | float | str | None) or not is_number:
        raise Invalid(value=sentence("Enter a number, such as 12 or 12.5."))
    return text


def check_bounds(most: str, properties: Properties) -> None:
    least = MINIMUM.of(properties)
    if least and _exact(most) < _exact(least):
        wrong = sentence("The maximum is less than the minimum. Change one of them.")
        raise Invalid(value=wrong)


MINIMUM = FieldProperty[str](
    name="minimum",
    word=sentence("Minimum"),
    section=PropertySection.CHECKS,
    control=PropertyControl.LINE,
    default="",
    read=read_bound,
    schema=SCHEMA,
)
MAXIMUM = FieldProperty[str](
    name="maximum",
    word=sentence("Maximum"),
    section=PropertySection.CHECKS,
    control=PropertyControl.LINE,
    default="",
    read=read_bound,
    schema=SCHEMA,
    check=check_bounds,
)


def read_decimals(given: object) -> str:
    text = str(given).strip() if isinstance(given, int | str) and given is not True else ""
    is_digit = text in ("", *map(str, range(10)))
    if not isinstance(given, int | str | None) or isinstance(given, bool) or not is_digit:
        raise Invalid(value=sentence("Enter how many decimals a number may have, from 0 to 9."))
    return text


MOST_DECIMALS = FieldProperty[str](
    name="max_decimals",
    word=sentence("Maximum decimals"),
    hint=sentence("0 for whole numbers"),
    section=PropertySection.CHECKS,
    control=PropertyControl.NUMBER,
    default="",
    read=read_decimals,
    schema={"type": "string", "pattern": "^[0-9]?$"},
)


def parse(value: str, properties: Properties) -> str:
    if not value:
        return ""
    if not NUMBER.fullmatch(value):
        raise Invalid(value=sentence("Please enter a number, such as 12 or 12.5."))
    most_decimals = MOST_DECIMALS.of(properties)
    if most_decimals and len(value.replace(",", ".").partition(".")[2]) > int(most_decimals):
        if most_decimals == "0":
            raise Invalid(value=sentence("Please enter a whole number."))
        wrong = sentence("Please enter a number with up to %(decimals)s decimals.")
        raise Invalid(value=FilledSentence(wrong, decimals=most_decimals))
    least, most = MINIMUM.of(properties), MAXIMUM.of(properties)
    if least and _exact(value) < _exact(least):
        wrong = sentence("Please enter a number of at least %(least)s.")
        raise Invalid(value=FilledSentence(wrong, least=least))
    if most and _exact(value) > _exact(most):
        wrong = sentence("Please enter a number of at most %(most)s.")
        raise Invalid(value=FilledSentence(wrong, most=most))
    return value


def _exact(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


KIND = FieldKind(
    name="number",
    word=sentence("Number"),
    counted=counted("%(num)d number", "%(num)d numbers"),
    group=FieldGroup.FILL_IN,
    rank=5,
    icon="hash",
    size=(92.0, 22.0),
    properties=(PLACEHOLDER, DEFAULT, READ_ONLY, MINIMUM, MAXIMUM, MOST_DECIMALS, *PRINTED),
    parse=parse,
    value_type=lambda properties: ValueType.NUMBER,
)
