"""Asks two engines whether they show the same of a canonical version and of its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pymupdf
import pypdfium2  # type: ignore[import-untyped]

from actors.pdf import pictures
from actors.pdf.annotations import leave_out_broken
from actors.pdf.canonical import Made
from actors.pdf.engines import Box, Mupdf, Painter, Pdfium
from actors.pdf.geometry import annotated_places
from core.refusals import ShownDifferently

LONGEST_SIDE = 3000
"""Pixels: larger sheets are looked at more coarsely."""


@dataclass(frozen=True)
class Look:
    """Dots per inch, pixels around a point, and the difference of ink that is one."""

    dpi: int
    radius: int
    limit: int


ENGINES = (Look(72, 2, 16), Look(144, 4, 24))
"""What the first finds different, the second looks at more closely."""

SAME_ENGINE = (Look(72, 2, 2), Look(144, 4, 6))


def check(source: pymupdf.Document, canonical: bytes) -> None:
    """Raises ShownDifferently unless the canonical version shows what its source shows in MuPDF,
    and PDFium the same."""
    before, made, other = Mupdf(source), Mupdf(_opened(canonical)), Pdfium(canonical)
    if not before.page_count == made.page_count == other.page_count:
        raise ShownDifferently
    for number in range(made.page_count):
        size, painted = made.size(number), made.painter(number)
        if not _alike(before.painter(number), painted, size, SAME_ENGINE):
            raise ShownDifferently
        looks = ENGINES if made.digits(number) == other.digits(number) else ENGINES[1:]
        if not any(
            _alike(painted, other.painter(number, smooth=smooth), size, looks)
            for smooth in (True, False)
        ):
            raise ShownDifferently


@dataclass(frozen=True)
class Uploaded:
    """A file as it came: its bytes, its password, itself in MuPDF where its layers were decided
    otherwise than MuPDF does, and by page from 1 the boxes, in points from the top left corner, of
    what is made anew on purpose."""

    pdf: bytes
    password: str | None
    layered: pymupdf.Document | None
    covered: Mapping[int, Sequence[Box]]


def uploaded(
    original: bytes, password: str | None, plain: bytes, layered: pymupdf.Document | None
) -> Uploaded:
    """`plain` are the same bytes without encryption, read by a MuPDF of their own: looking at
    pages keeps their annotations as they are."""
    document = _opened(plain)
    leave_out_broken(document)
    return Uploaded(original, password, layered, annotated_places(document))


def ambiguous_pages(uploaded: Uploaded, made: Made) -> tuple[int, ...]:
    """The pages, from 1, that an engine showed otherwise in the file than in what became of it."""
    ambiguous: set[int] = set()
    before = _read_by_pdfium(uploaded)
    if before is not None:
        after = Pdfium(made.pdf)
        ambiguous |= {
            number
            for number in range(len(made.pages))
            if number >= before.page_count or not _same(before, after, number, uploaded, made)
        }
    if uploaded.layered is not None:
        layered, settled = Mupdf(uploaded.layered), Mupdf(_opened(made.pdf))
        ambiguous |= {
            number
            for number in range(len(made.pages))
            if not _alike(
                layered.painter(number), settled.painter(number), settled.size(number), ENGINES
            )
        }
    return tuple(number + 1 for number in sorted(ambiguous))


def _read_by_pdfium(uploaded: Uploaded) -> Pdfium | None:
    try:
        return Pdfium(uploaded.pdf, uploaded.password)
    except pypdfium2.PdfiumError:
        return None


def _same(before: Pdfium, after: Pdfium, number: int, uploaded: Uploaded, made: Made) -> bool:
    """With fonts that the file only named, letters count and not how they look."""
    covered, page = uploaded.covered.get(number + 1, ()), made.pages[number]
    if made.fonts_embedded and (covered or before.letters(number) == after.letters(number)):
        return True
    first = before.painter(number, covered, annotated=True)
    return _alike(first, after.painter(number, covered), (page.width, page.height), ENGINES)


def _alike(
    one: Painter, other: Painter, size: tuple[float, float], looks: tuple[Look, ...]
) -> bool:
    for look in looks:
        scale = min(look.dpi / 72, LONGEST_SIDE / max(size))
        width, height = (max(1, round(side * scale)) for side in size)
        first, second = one(width, height), other(width, height)
        if pictures.difference(first, second, look.radius) < look.limit:
            return True
    return False


def _opened(pdf: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=pdf, filetype="pdf")
