"""
Asks two engines whether they show the same of a canonical version and of its source.

Pictures are compared, and which digits and letters a page has; words are not compared with their
places. A word that moves far enough to be read otherwise changes the picture, wherever it comes
from: a digit of 8 points that is missing, or moved by 3 points, is seen. Engines cut text into
words, and order it, in ways of their own, so that places of words would raise false alarms.

What is smaller than a digit may go unseen here: a full stop of 12 points, which one engine alone
shows, makes less of a difference than the same letters do in two engines. Against such marks there
is what comes before: content is written anew, and constructs that engines are known to show
differently are refused at any size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pymupdf
import pypdfium2  # type: ignore[import-untyped]

from actors.pdf.canonical.canonical import CanonicalVersion
from actors.pdf.canonical.geometry import annotated_places
from actors.pdf.comparison import pixel_difference
from actors.pdf.comparison.engines import Box, Mupdf, Painter, Pdfium
from actors.pdf.forms.annotations import leave_out_broken
from core.documents.refusals import ShownDifferently

LONGEST_SIDE = 3000
"""Pixels: larger sheets are looked at more coarsely."""


@dataclass(frozen=True)
class ComparisonSettings:
    """Dots per inch, pixels around a point, and the difference of ink that is one."""

    dpi: int
    radius: int
    limit: int


ENGINES = (ComparisonSettings(72, 2, 18), ComparisonSettings(144, 4, 24))
"""What the first finds different, the second looks at more closely."""

SAME_ENGINE = (ComparisonSettings(72, 2, 2), ComparisonSettings(144, 4, 6))


@dataclass(frozen=True)
class UploadedPdf:
    """A file as it came: its bytes, its password, itself in MuPDF where its layers were decided
    otherwise than MuPDF does, and by page from 1 the boxes, in points from the top left corner, of
    what is made anew on purpose."""

    pdf: bytes
    password: str | None
    layered: pymupdf.Document | None
    covered: Mapping[int, Sequence[Box]]


def uploaded(
    original: bytes, password: str | None, plain: bytes, layered: pymupdf.Document | None
) -> UploadedPdf:
    """`plain` are the same bytes without encryption, read by a MuPDF of their own: looking at
    pages keeps their annotations as they are."""
    document = _opened(plain)
    leave_out_broken(document)
    return UploadedPdf(original, password, layered, annotated_places(document))


def without(uploaded: UploadedPdf, covered: Mapping[int, Sequence[Box]]) -> UploadedPdf:
    """The same where more of what its pages show is taken out on purpose, by page from 1."""
    if not covered:
        return uploaded
    pages = {*uploaded.covered, *covered}
    every = {n: [*uploaded.covered.get(n, ()), *covered.get(n, ())] for n in pages}
    return replace(uploaded, covered=every)


def ambiguous_pages(
    uploaded: UploadedPdf, source: pymupdf.Document, made: CanonicalVersion
) -> tuple[int, ...]:
    """The pages, from 1, that an engine showed otherwise in the file than in what became of it.

    Raises ShownDifferently unless the canonical version shows what its source shows in MuPDF, and
    PDFium the same.
    """
    comparison = _Comparison(uploaded, source, made)
    pages = range(len(made.pages))
    return tuple(number + 1 for number in pages if comparison.is_ambiguous(number))


class _Comparison:
    def __init__(
        self, uploaded: UploadedPdf, source: pymupdf.Document, made: CanonicalVersion
    ) -> None:
        self._uploaded, self._made = uploaded, made
        self._source, self._mupdf = Mupdf(source), Mupdf(_opened(made.pdf))
        self._pdfium = Pdfium(made.pdf)
        self._layered = Mupdf(uploaded.layered) if uploaded.layered is not None else None
        self._before = _read_by_pdfium(uploaded)
        counts = {self._source.page_count, self._mupdf.page_count, self._pdfium.page_count}
        if len(counts) > 1:
            raise ShownDifferently

    def is_ambiguous(self, number: int) -> bool:
        """Whether the uploaded file was. Of the canonical version it raises ShownDifferently."""
        size = self._mupdf.size(number)
        mupdf, pdfium = (cache(one.painter(number)) for one in (self._mupdf, self._pdfium))
        if not alike(self._source.painter(number), mupdf, size, SAME_ENGINE):
            raise ShownDifferently
        looks = ENGINES if self._has_same_digits(number) else ENGINES[1:]
        enlarged = self._pdfium.painter(number, smooth=False)
        if not alike(mupdf, pdfium, size, looks) and not alike(mupdf, enlarged, size, looks):
            raise ShownDifferently
        layered = self._layered
        if layered is not None and not alike(layered.painter(number), mupdf, size, ENGINES):
            return True
        return not self._is_as_before(number, pdfium, size)

    def _has_same_digits(self, number: int) -> bool:
        """What engines read differently is looked at closely at once, however small it is."""
        digits = self._mupdf.digits(number)
        pdfium = self._pdfium
        return digits == pdfium.digits(number) or digits == pdfium.known_digits(number)

    def _is_as_before(self, number: int, pdfium: Painter, size: tuple[float, float]) -> bool:
        """With fonts that the file only named, letters count and not how they look."""
        before = self._before
        if before is None:
            return True
        if number >= before.page_count:
            return False
        covered = self._uploaded.covered.get(number + 1, ())
        if self._made.fonts_embedded and (
            covered or before.letters(number) == self._pdfium.letters(number)
        ):
            return True
        first = before.painter(number, covered, annotated=True)
        second = self._pdfium.painter(number, covered) if covered else pdfium
        return alike(first, second, size, ENGINES)


def _read_by_pdfium(uploaded: UploadedPdf) -> Pdfium | None:
    try:
        return Pdfium(uploaded.pdf, uploaded.password)
    except pypdfium2.PdfiumError:
        return None


def alike(
    one: Painter, other: Painter, size: tuple[float, float], looks: tuple[ComparisonSettings, ...]
) -> bool:
    """Whether two pictures of a page, of this size in points, show the same by one of the looks."""
    for look in looks:
        scale = min(look.dpi / 72, LONGEST_SIDE / max(size))
        width, height = (max(1, round(side * scale)) for side in size)
        first, second = one(width, height), other(width, height)
        if pixel_difference.difference(first, second, look.radius) < look.limit:
            return True
    return False


def _opened(pdf: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=pdf, filetype="pdf")
