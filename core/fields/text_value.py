"""Text that a recipient types into a field."""

from core.fields import formats
from core.fields.field_property import Properties
from core.fields.look_properties import CELLS
from core.fields.properties import (
    COUNTRY,
    FORMAT,
    LEAST_LENGTH,
    LENGTH,
    LINES,
    PATTERN,
    PATTERN_MESSAGE,
    TEXT_LIMIT,
)
from core.refusals import FilledSentence, Invalid, sentence
from core.text.pattern import is_readable, matches
from core.text.printable import is_prose, why_undrawable


def parse_text(value: str, properties: Properties, most: int = TEXT_LIMIT) -> str:
    """The same text. Raises Invalid where it is too long, cannot be printed or does not fit."""
    limit = LENGTH.of(properties) or most
    if len(value) > limit:
        wrong = sentence("Please shorten this to %(limit)s characters.")
        raise Invalid(value=FilledSentence(wrong, limit=str(limit)))
    least = LEAST_LENGTH.of(properties)
    if value and len(value) < least:
        wrong = sentence("Please enter at least %(least)s characters.")
        raise Invalid(value=FilledSentence(wrong, least=str(least)))
    if CELLS.of(properties) and len(value) > CELLS.of(properties):
        wrong = sentence("Please shorten this to %(limit)s characters.")
        raise Invalid(value=FilledSentence(wrong, limit=str(CELLS.of(properties))))
    if "\n" in value and (LINES.of(properties) == "one" or CELLS.of(properties)):
        raise Invalid(value=sentence("Please enter this on one line."))
    if not is_prose(value):
        raise Invalid(value=sentence("Please remove the unprintable characters."))
    if why := why_undrawable(value):
        raise Invalid(value=why)
    if value and FORMAT.of(properties) == formats.POSTAL_CODE:
        _check_postal_code(value, COUNTRY.of(properties))
    pattern = PATTERN.of(properties)
    if value and pattern and not (is_readable(pattern) and matches(pattern, value)):
        otherwise = sentence("This does not match the required format. Check it and try again.")
        raise Invalid(value=PATTERN_MESSAGE.of(properties) or otherwise)
    return value


def _check_postal_code(value: str, country: str) -> None:
    if formats.is_postal_code(value, country):
        return
    if country:
        wrong = sentence("Please enter a complete postal code for %(country)s.")
        raise Invalid(value=FilledSentence(wrong, country=country))
    raise Invalid(value=sentence("Please enter a postal code, such as 10115."))
