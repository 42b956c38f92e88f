"""Text that a recipient types into a field."""

from core.refusals import Invalid, sentence
from core.text.printable import is_prose, why_undrawable

TEXT_LIMIT = 500


def parse_text(value: str) -> str:
    """The same text. Raises Invalid when it is too long or cannot be printed as it reads."""
    if len(value) > TEXT_LIMIT:
        raise Invalid(value=sentence("Please shorten this to 500 characters."))
    if not is_prose(value):
        raise Invalid(value=sentence("Please remove the unprintable characters."))
    if why := why_undrawable(value):
        raise Invalid(value=why)
    return value
