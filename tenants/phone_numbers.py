"""Phone numbers that were typed: kept to those that can be dialled from everywhere (E.164)."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from core.refusals import Invalid, sentence
from core.text.printable import cleaned


def parse(typed: str, country: str = "") -> str:
    """
    +49 (0)151 1234567 as +491511234567, and 0151 1234567 where the country is DE.

    Raises Invalid(phone=...).

    The library knows each country's code, lengths and prefixes. Its ranges of numbers in use are
    not asked: countries open new ones all the time, and whoever has such a number could not go on.
    """
    number = cleaned(typed)
    if not number.startswith("+") and country not in phonenumbers.SUPPORTED_REGIONS:
        raise Invalid(
            phone=sentence("Start with + and the country code, for example +49 151 1234567.")
        )
    try:
        found = phonenumbers.parse(number, country or None)
        length = phonenumbers.is_possible_number_with_reason(found)
    except NumberParseException:
        raise _incomplete() from None
    # The library reads letters as those on a phone's keys, and what follows them as an extension.
    if length != ValidationResult.IS_POSSIBLE or any(c.isalpha() or c in "\n;," for c in number):
        raise _incomplete()
    return str(phonenumbers.format_number(found, PhoneNumberFormat.E164))


def shown(number: str, national: bool) -> str:
    """+491511234567 as +49 1511 234567, or as it is dialled in its country; else as it is."""
    try:
        found = phonenumbers.parse(number)
    except NumberParseException:
        return number
    form = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(found, form))


def _incomplete() -> Invalid:
    return Invalid(phone=sentence("Enter a complete phone number, for example +49 151 1234567."))
