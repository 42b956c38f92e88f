"""Short names for how MuPDF's objects are looked into; what is absent is none of its kinds."""

import re
from collections.abc import Iterator

from pymupdf import mupdf

from core.documents.refusals import TooComplex

DEEPEST = 100
MOST_ENTRIES = 200_000
"""Of one array or dictionary: widths of all 65,536 characters of a font take three numbers each."""

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""All but tabs and ends of lines."""


def entry(found: mupdf.PdfObj, name: str) -> mupdf.PdfObj:
    """An entry of a dictionary or of a stream's dictionary, whether by reference or not."""
    return mupdf.pdf_dict_gets(found, name)


def entries(found: mupdf.PdfObj) -> Iterator[tuple[str, mupdf.PdfObj]]:
    """Raises TooComplex of more than MOST_ENTRIES."""
    for index in range(_bounded(mupdf.pdf_dict_len(found))):
        key = mupdf.pdf_to_name(mupdf.pdf_dict_get_key(found, index))
        yield key, mupdf.pdf_dict_get_val(found, index)


def items(array: mupdf.PdfObj) -> Iterator[mupdf.PdfObj]:
    """Raises TooComplex of more than MOST_ENTRIES."""
    for index in range(_bounded(mupdf.pdf_array_len(array))):
        yield mupdf.pdf_array_get(array, index)


def _bounded(count: int) -> int:
    if count > MOST_ENTRIES:
        raise TooComplex
    return count


def name_of(found: mupdf.PdfObj) -> str:
    """A name without its slash; empty for anything else."""
    return str(mupdf.pdf_to_name(found))


def text_of(found: mupdf.PdfObj) -> str:
    """A text string (ISO 32000-2, 7.9.2.2); "" for anything else.

    Bytes that are no letters in its encoding become U+FFFD, and control characters go: neither
    could be stored or written again.
    """
    return readable(str(mupdf.pdf_to_text_string(found))) if mupdf.pdf_is_string(found) else ""


def readable(text: str) -> str:
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return CONTROLS.sub("", whole)


def number_of(found: mupdf.PdfObj) -> int:
    """The number of the object that is referred to; 0 where the object stands itself."""
    return int(mupdf.pdf_to_num(found))


def inherited(found: mupdf.PdfObj, name: str) -> mupdf.PdfObj:
    """The entry of the object or one above it; parents that lead in a circle have none.

    MuPDF's own function makes an error of the circle.
    """
    for _ in range(DEEPEST):
        value = entry(found, name)
        if not mupdf.pdf_is_null(value) or not mupdf.pdf_is_dict(found):
            return value
        found = entry(found, "Parent")
    return value


def bytes_of(buffer: mupdf.FzBuffer) -> bytes:
    return bytes(mupdf.fz_buffer_extract_copy(buffer))
