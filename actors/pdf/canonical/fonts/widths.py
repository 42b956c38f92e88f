"""The widths of an embedded font's letters, as MuPDF knows them (ISO 32000-2, 9.7.4.3)."""

from collections.abc import Iterator

from pymupdf import mupdf

from actors.pdf.mupdf_objects import entry, items
from core.documents.refusals import TooComplex

CODES, LAST, USUAL = range(256), 0xFFFF, 1000
MOST_NAMED = 1_000_000
"""Characters that a list of widths may name, each as often as it does: MuPDF goes through all."""


def simple(described: mupdf.PdfFontDesc) -> list[int]:
    """Of all codes of a font of one-byte codes."""
    return [width(described, code) for code in CODES]


def are_plain(found: mupdf.PdfObj) -> bool:
    """Whether a font of one-byte codes has a number for each from its first to its last."""
    first, last = (int(mupdf.pdf_to_int(entry(found, name))) for name in ("FirstChar", "LastChar"))
    listed = list(items(entry(found, "Widths")))
    numbers = all(map(mupdf.pdf_is_number, listed))
    return bool(listed) and numbers and first >= 0 and len(listed) == last - first + 1


def check(font: mupdf.PdfObj) -> None:
    """Raises TooComplex of a composite font whose list of widths names too many characters."""
    for descendant in items(entry(font, "DescendantFonts")):
        if sum(_named(list(items(entry(descendant, "W"))))) > MOST_NAMED:
            raise TooComplex


def _named(listed: list[mupdf.PdfObj]) -> Iterator[int]:
    """How many characters each entry is about, broken or not, as MuPDF reads them."""
    place = 0
    while place + 1 < len(listed):
        if mupdf.pdf_is_array(listed[place + 1]):
            yield int(mupdf.pdf_array_len(listed[place + 1]))
            place += 2
        else:
            first, last = (int(mupdf.pdf_to_int(one)) for one in listed[place : place + 2])
            yield max(0, last - first) + 1
            place += 3


def doubtful(described: mupdf.PdfFontDesc, descendant: mupdf.PdfObj) -> dict[int, int] | None:
    """Of the characters of a composite font whose own list is broken or names some twice, for
    engines disagree about which counts; None where it leaves no doubt."""
    named: set[int] = set()
    count = 0
    for first, last in _ranges(list(items(entry(descendant, "W")))):
        if not 0 <= first <= last <= LAST:
            break
        count += last - first + 1
        named.update(range(first, last + 1))
        if count > len(named):
            break
    else:
        return None
    known = (width(described, one) for one in range(LAST + 1))
    usual = (
        mupdf.pdf_to_int(entry(descendant, "DW")) if entry(descendant, "DW").m_internal else 1000
    )
    return {one: wide for one, wide in enumerate(known) if wide != usual}


def width(described: mupdf.PdfFontDesc, code: int) -> int:
    return int(mupdf.ll_pdf_lookup_hmtx(described.m_internal, code).w)


def _ranges(listed: list[mupdf.PdfObj]) -> Iterator[tuple[int, int]]:
    """First and last character of each entry; (0, -1) for what is none."""
    place = 0
    while place < len(listed):
        numbers = [mupdf.pdf_is_number(one) for one in listed[place : place + 3]]
        if numbers[0] and len(numbers) > 1 and mupdf.pdf_is_array(listed[place + 1]):
            first = int(mupdf.pdf_to_int(listed[place]))
            yield first, first + int(mupdf.pdf_array_len(listed[place + 1])) - 1
            place += 2
        elif len(numbers) == 3 and all(numbers):
            yield int(mupdf.pdf_to_int(listed[place])), int(mupdf.pdf_to_int(listed[place + 1]))
            place += 3
        else:
            yield 0, -1
            return
