"""Phone numbers that somebody typed: kept to those that can be dialled from everywhere (E.164)."""

import re

from core.refusals import Invalid, sentence
from core.text.printable import tidy

# No country has fewer than seven digits with its code; the standard ends at fifteen.
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_BETWEEN = re.compile(r"[ ().\-/]")


def parse(typed: str) -> str:
    """+49 151 1234567 as +491511234567. Raises Invalid(phone=...)."""
    number = tidy(typed)
    if not number.startswith("+"):
        raise Invalid(phone=sentence("Begin with + and the code of the country: +49 151 1234567."))
    if "(0)" in number:
        raise Invalid(
            phone=sentence("Leave out the (0): it is not dialled after a country's code.")
        )
    number = _BETWEEN.sub("", number)
    if not _NUMBER.fullmatch(number):
        raise Invalid(phone=sentence("Enter a complete phone number: +49 151 1234567."))
    return number
