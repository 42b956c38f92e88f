"""The one gap in a sealed file: where the seal's CMS stands, read from the bytes alone.

No PDF is parsed here, so that nothing a parser might forgive can hide: the seal speaks of every
byte of the file but the gap, and the gap holds the CMS in lower-case hexadecimal and then zeros.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

BYTE_RANGE = re.compile(rb"/ByteRange \[0 ([1-9]\d{0,10}) ([1-9]\d{0,10}) ([1-9]\d{0,10})\]")
HEXADECIMAL = re.compile(rb"[0-9a-f]+")
# A file of nothing but ranges would keep the judge busy: no file that we seal comes close.
RANGES = 10_000
LONGEST = 1 << 17  # bytes of the gap; ours take about four thousand


@dataclass(frozen=True)
class Gap:
    """`content` is what the hexadecimal digits of the gap say, its padding included."""

    start: int
    end: int
    content: bytes
    digest: bytes


def find(pdf: bytes) -> Gap:
    """Find the gap; ValueError unless exactly one /ByteRange covers the file up to its last byte.

    The time it takes grows with the file's length, whatever is written in it.

    The same letters may stand in a page's text: only a range that fits this file counts.
    """
    fitting = [range for range in _written_ranges(pdf) if _fits(pdf, *range)]
    ((start, end, _),) = fitting
    if end - start > LONGEST:
        raise ValueError("the gap is larger than any seal")
    digits = pdf[start + 1 : end - 1]
    if not HEXADECIMAL.fullmatch(digits):
        raise ValueError("the gap holds something else than lower-case hexadecimal")
    return Gap(start, end, bytes.fromhex(digits.decode("ascii")), _digest(pdf, start, end))


def _written_ranges(pdf: bytes) -> Iterator[tuple[int, int, int]]:
    """Every range that is written somewhere; ValueError when there are too many."""
    for count, found in enumerate(BYTE_RANGE.finditer(pdf)):
        if count == RANGES:
            raise ValueError("there are too many ranges")
        start, end, rest = found.groups()
        yield int(start), int(end), int(rest)


def _fits(pdf: bytes, start: int, end: int, rest: int) -> bool:
    return (
        start < end
        and end + rest == len(pdf)
        and pdf[start : start + 1] == b"<"
        and pdf[end - 1 : end] == b">"
    )


def _digest(pdf: bytes, start: int, end: int) -> bytes:
    covered = hashlib.sha256(memoryview(pdf)[:start])
    covered.update(memoryview(pdf)[end:])
    return covered.digest()
