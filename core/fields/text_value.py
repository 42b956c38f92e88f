"""Text that a recipient types into a field."""

from core.fields.field_property import Properties
from core.fields.properties import LENGTH, PATTERN, PATTERN_MESSAGE, TEXT_LIMIT
from core.refusals import FilledSentence, Invalid, sentence
from core.text.pattern import is_readable, matches
from core.text.printable import is_prose, why_undrawable


def parse_text(value: str, properties: Properties, most: int = TEXT_LIMIT) -> str:
    """The same text. Raises Invalid where it is too long, cannot be printed or does not fit."""
    limit = LENGTH.of(properties) or most
    if len(value) > limit:
        wrong = sentence("Please shorten this to %(limit)s characters.")
        raise Invalid(value=FilledSentence(wrong, limit=str(limit)))
    if not is_prose(value):
        raise Invalid(value=sentence("Please remove the unprintable characters."))
    if why := why_undrawable(value):
        raise Invalid(value=why)
    pattern = PATTERN.of(properties)
    if value and pattern and not (is_readable(pattern) and matches(pattern, value)):
        otherwise = sentence("This does not match the required format. Check it and try again.")
        raise Invalid(value=PATTERN_MESSAGE.of(properties) or otherwise)
    return value
