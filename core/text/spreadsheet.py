"""Cells for programs that take text for formulas."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@")
# Unicode's separators, controls, and formats such as the BOM and zero-width letters.
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
# Letters and marks by category, but drawn as nothing (Default_Ignorable_Code_Point).
UNSEEN_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10)))
)
BREAK = re.compile(r"([;\t\r\n])([^;\t\r\n]+)")


def cell(value: object) -> object:
    """
    Text that a spreadsheet would calculate gets an apostrophe in front; numbers stay.

    Programs skip blanks and letters that no one sees, and take full-width signs for the plain
    ones: what follows them decides. A tab or a line break in front is never left as it is. Where
    lists are separated by semicolons, programs also begin a cell after each of them, and after
    tabs and line breaks, whatever quotes stand around all of it.
    """
    if not isinstance(value, str):
        return value
    begins = value.startswith(("\t", "\r", "\n")) or _calculates(value)
    return f"'{value}" if begins else BREAK.sub(_harmless, value)


def original(text: str) -> str:
    """What `cell` made harmless, as it was, where that is certain: without its apostrophe."""
    return text[1:] if text.startswith("'") and cell(text[1:]) == text else text


def _harmless(found: re.Match[str]) -> str:
    separator, rest = found.groups()
    return f"{separator}'{rest}" if _calculates(rest.lstrip('"')) else found.group()


def _calculates(text: str) -> bool:
    seen = next((letter for letter in text if not _is_unseen(letter)), "")
    return unicodedata.normalize("NFKC", seen).startswith((*FORMULA, "\u2212"))


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in UNSEEN or letter in UNSEEN_LETTERS


def line(values: Iterable[object]) -> str:
    """One line of comma-separated values, with its end (RFC 4180)."""
    written = StringIO()
    csv.writer(written).writerow([cell(value) for value in values])
    return written.getvalue()
