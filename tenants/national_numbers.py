"""Numbers that a country or bank gives to people: whether the digits belong together."""

import re

from stdnum import iban
from stdnum.util import get_cc_module

from core.fields import formats
from core.refusals import FilledSentence, Invalid, sentence

NINO = re.compile("(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]?")
"""Of the United Kingdom (HMRC, NIM39110): letters and digits, without a check digit."""


def check(format: str, typed: str) -> None:
    """`format` is one of core.fields.formats.NATIONAL. Raises Invalid(value=...)."""
    if _is_right(format, typed):
        return
    wrong = sentence("This number is not complete or has a typing error (%(format)s).")
    raise Invalid(value=FilledSentence(wrong, format=formats.NATIONAL[format]))


def _is_right(format: str, typed: str) -> bool:
    if format == "gb.nino":
        return bool(NINO.fullmatch(typed.upper().replace(" ", "")))
    country, _, name = format.rpartition(".")
    numbers = get_cc_module(country, name) if country else iban
    return numbers is not None and bool(numbers.is_valid(typed))
