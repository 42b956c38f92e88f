"""Cells for programs that take text for formulas."""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> object:
    """Text that a spreadsheet would calculate gets an apostrophe in front; numbers stay."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def line(values: Iterable[object]) -> str:
    """One line of comma-separated values, with its end (RFC 4180)."""
    written = StringIO()
    csv.writer(written).writerow([cell(value) for value in values])
    return written.getvalue()
