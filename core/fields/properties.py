"""The properties that several kinds of fields have, and how they are read from forms and JSON."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from core.fields import formats
from core.fields.field_property import (
    PROSE_LIMIT,
    FieldProperty,
    Properties,
    PropertyControl,
    PropertySection,
    read_lines,
    read_prose,
)
from core.fields.look_properties import CELLS, PRINTED
from core.fields.property_types import (
    choice_property,
    line_property,
    number_property,
    tick_property,
)
from core.refusals import Invalid, sentence
from core.text.pattern import PATTERN_LIMIT, is_readable

TEXT_LIMIT = 500


def _read_country(given: object) -> str:
    code = given.strip().upper() if isinstance(given, str) else ""
    letters = code.isascii() and code.isalpha() and len(code) == 2
    if not isinstance(given, str | None) or (code and not letters):
        raise Invalid(value=sentence("Enter a country as two letters, such as DE."))
    return code


def _check_lengths(least: int, properties: Properties) -> None:
    most = LENGTH.of(properties)
    if least and most and least > most:
        wrong = sentence("The maximum length is less than the minimum. Change one of them.")
        raise Invalid(value=wrong)


def _read_pattern(given: object) -> str:
    pattern = given.strip() if isinstance(given, str) else ""
    if not isinstance(given, str | None) or not is_readable(pattern):
        wrong = sentence(
            "We cannot read this pattern. Write it like [A-Z]{2}[0-9]{4}, up to 200 characters,"
            " without lookaheads or backreferences."
        )
        raise Invalid(value=wrong)
    return pattern


OPTIONS = FieldProperty[list[str]](
    name="options",
    word=sentence("Options"),
    hint=sentence("One per line"),
    control=PropertyControl.LINES,
    default=[],
    read=read_lines,
    schema={"type": "array", "items": {"type": "string", "maxLength": 100}, "maxItems": 100},
    asked=sentence(
        "A dropdown or group of radio buttons has no options yet. Enter them, one per line."
    ),
)
PLACEHOLDER = line_property(
    "placeholder", sentence("Placeholder"), hint=sentence("Shown while the field is empty")
)
DEFAULT = FieldProperty[str](
    name="default",
    word=sentence("Default value"),
    control=PropertyControl.TEXT,
    default="",
    read=read_prose,
    schema={"type": "string", "maxLength": PROSE_LIMIT},
    asked=sentence("A note has no text yet. Enter it as its default value."),
)
CHECKED = tick_property("checked", sentence("Checked to begin with"))
READ_ONLY = tick_property("read_only", sentence("Read only"))
LENGTH = number_property(
    "length", sentence("Maximum length"), 1, TEXT_LIMIT, section=PropertySection.CHECKS
)
PATTERN = FieldProperty[str](
    name="pattern",
    word=sentence("Pattern"),
    hint=sentence("The whole value must match, for example [A-Z]{2}[0-9]{4}"),
    section=PropertySection.CHECKS,
    control=PropertyControl.LINE,
    default="",
    read=_read_pattern,
    schema={"type": "string", "maxLength": PATTERN_LIMIT},
)
PATTERN_MESSAGE = line_property(
    "pattern_message", sentence("Message when it does not match"), section=PropertySection.CHECKS
)
LEAST_LENGTH = number_property(
    "min_length",
    sentence("Minimum length"),
    1,
    TEXT_LIMIT,
    section=PropertySection.CHECKS,
    check=_check_lengths,
)
LINES = choice_property(
    "lines",
    sentence("Lines"),
    {
        "auto": sentence("As many as fit in the box"),
        "one": sentence("One line"),
        "several": sentence("Several lines"),
    },
    section=PropertySection.CONTENT,
)
FORMAT = choice_property(
    "format",
    sentence("Format"),
    {"": sentence("Any text"), **formats.WORDS},
    section=PropertySection.CHECKS,
)
COUNTRY = FieldProperty[str](
    name="country",
    word=sentence("Country"),
    hint=sentence("Two letters, such as DE, for national phone numbers and postal codes"),
    section=PropertySection.CHECKS,
    control=PropertyControl.LINE,
    default="",
    read=_read_country,
    schema={"type": "string", "pattern": "^([A-Z]{2})?$"},
)
TOOLTIP = line_property(
    "tooltip",
    sentence("Help text"),
    hint=sentence("Shown to the signer at the field"),
    section=PropertySection.HELP,
)
SPOKEN_LABEL = line_property(
    "spoken_label",
    sentence("Label for screen readers"),
    hint=sentence("Only if it should say more than the label"),
    section=PropertySection.HELP,
)
TAB_ORDER = number_property(
    "tab_order",
    sentence("Tab order"),
    1,
    9_999,
    hint=sentence("Fields with a number come first on their page, the rest in reading order"),
    section=PropertySection.HELP,
)
# Of everything that a recipient does something with.
HANDLED = (TOOLTIP, SPOKEN_LABEL, TAB_ORDER)
# Of everything that is typed as a line.


def first_of(properties: Properties) -> str:
    """The value to begin with, as a field has it."""
    return DEFAULT.of(properties) or ("true" if CHECKED.of(properties) else "")


TYPED = (PLACEHOLDER, DEFAULT, READ_ONLY, LEAST_LENGTH, LENGTH, PATTERN, PATTERN_MESSAGE, *PRINTED)
SHARED = (OPTIONS, *TYPED, FORMAT, COUNTRY, CELLS, LINES, *HANDLED)


def read(known: Iterable[FieldProperty[Any]], given: Mapping[str, object]) -> Properties:
    """
    What is given of the properties of a kind, as it is kept.

    Raises Invalid by the name of the property, also for one that the kind does not have.
    """
    by_name = {property.name: property for property in known}
    kept: dict[str, Any] = {}
    for name, value in given.items():
        if name not in by_name:
            raise Invalid(**{name: sentence("This kind of field does not have this property.")})
        with _named(name):
            read_value = by_name[name].read(value)
        if read_value != by_name[name].default:
            kept[name] = read_value
    for name, value in kept.items():
        if check := by_name[name].check:
            with _named(name):
                check(value, kept)
    return kept


def patterns(each: Iterable[Mapping[str, object]]) -> set[str]:
    """The patterns in the properties of fields as they are given, which may be anything."""
    given = (properties.get(PATTERN.name) for properties in each)
    return {pattern for pattern in given if isinstance(pattern, str) and pattern}


@contextmanager
def _named(name: str) -> Iterator[None]:
    """What is wrong is wrong with this property."""
    try:
        yield
    except Invalid as invalid:
        raise Invalid(**{name: invalid.errors["value"]}) from None
