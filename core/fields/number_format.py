"""How a computed number is written: decimals, separators, and the text before and after it."""

from decimal import ROUND_HALF_UP, Decimal

from core.fields.expressions.value import ARITHMETIC, plain
from core.fields.field_property import (
    FieldProperty,
    Properties,
    PropertyControl,
    read_line,
)
from core.fields.property_types import choice_property
from core.refusals import Invalid, sentence

# The separators of thousands and decimals, by an example of each.
FORMATS = {
    "1234.50": ("", "."),
    "1,234.50": (",", "."),
    "1.234,50": (".", ","),
    "1 234,50": ("\u00a0", ","),
    "1'234.50": ("'", "."),
    "1234,50": ("", ","),
}
PLACES = ("", "0", "1", "2", "3", "4", "6")
AROUND_LIMIT = 20


def _read_around(given: object) -> str:
    text = read_line(given)
    if len(text) > AROUND_LIMIT:
        raise Invalid(value=sentence("Enter up to 20 characters, such as $ or EUR."))
    return text


DECIMALS = choice_property(
    "decimals",
    sentence("Decimals"),
    {"": sentence("As computed"), **{places: places for places in PLACES[1:]}},
    hint=sentence("Rounded half up, so 0.125 becomes 0.13"),
)
NUMBER_FORMAT = choice_property(
    "number_format", sentence("Number format"), {name: name for name in FORMATS}
)
BEFORE = FieldProperty[str](
    name="text_before",
    word=sentence("Text before the number"),
    hint=sentence("For example a currency, such as $"),
    control=PropertyControl.LINE,
    default="",
    read=_read_around,
    schema={"type": "string", "maxLength": AROUND_LIMIT},
)
AFTER = FieldProperty[str](
    name="text_after",
    word=sentence("Text after the number"),
    control=PropertyControl.LINE,
    default="",
    read=_read_around,
    schema={"type": "string", "maxLength": AROUND_LIMIT},
)
NUMBERS = (DECIMALS, NUMBER_FORMAT, BEFORE, AFTER)


def kept(number: Decimal, properties: Properties) -> str:
    """Rounded, in plain digits: what other formulas compute with is what is shown."""
    places = DECIMALS.of(properties)
    if not places:
        rounded = number.quantize(Decimal("1e-10"), ROUND_HALF_UP, ARITHMETIC)
        return plain(rounded)
    text = format(number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, ARITHMETIC), "f")
    return text.removeprefix("-") if not text.strip("-0.") else text


def written(value: str, properties: Properties) -> str:
    """$ 1,234.50"""
    between, point = FORMATS[NUMBER_FORMAT.of(properties)]
    whole, _, decimals = value.removeprefix("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", between) if whole.isdigit() else whole
    number = grouped + (point + decimals if decimals else "")
    minus = "-" if value.startswith("-") else ""
    parts = (BEFORE.of(properties), minus + number, AFTER.of(properties))
    return "\u00a0".join(filter(None, parts))
