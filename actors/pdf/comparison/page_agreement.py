"""One page as MuPDF shows it, compared with how another engine shows it."""

from functools import cache

from PIL import Image

from actors.pdf.comparison import engine_agreement
from actors.pdf.comparison.engines import Box, Mupdf, Painter, Pdfium
from actors.pdf.comparison.poppler import Poppler, UnreadableByPoppler

EDGE = 2.0
"""Points around a word: substitutes of a font are wider and narrower."""


class ComparedPage:
    """One page as MuPDF shows it. Pages are counted from 0."""

    def __init__(self, engine: Mupdf, number: int) -> None:
        self._engine, self._number = engine, number
        self._paint, self._size = cache(engine.painter(number)), engine.size(number)

    def is_alike(self, other: Poppler | Pdfium) -> bool:
        if self._number >= other.page_count:
            return False
        try:
            ways = self._ways(other)
            return any(map(self._looks_like, ways)) or self._says_the_same(other, ways)
        except UnreadableByPoppler:
            return False

    def _ways(self, other: Poppler | Pdfium) -> list[Painter]:
        """PDFium enlarges images smoothly or, as MuPDF does, pixel by pixel."""
        if isinstance(other, Poppler):
            return [other.painter(self._number)]
        number = self._number
        return [other.painter(number, annotated=True, smooth=smooth) for smooth in (True, False)]

    def _looks_like(self, paint: Painter) -> bool:
        return engine_agreement.alike(self._paint, paint, self._size, engine_agreement.ENGINES)

    def _says_the_same(self, other: Poppler | Pdfium, ways: list[Painter]) -> bool:
        """With fonts that the file only names, letters count and not how they look: beside the
        words the pictures have to be alike."""
        engine, number = self._engine, self._number
        if not engine.has_named_fonts(number) or engine.letters(number) != other.letters(number):
            return False
        words = engine.words(number)
        own = self._without(self._paint, words)
        return any(
            engine_agreement.alike(
                own, self._without(paint, words), self._size, engine_agreement.ENGINES
            )
            for paint in ways
        )

    def _without(self, paint: Painter, boxes: list[Box]) -> Painter:
        across, down = self._size

        def covered(width: int, height: int) -> Image.Image:
            picture = paint(width, height).copy()
            x, y = width / across, height / down
            for left, top, right, bottom in boxes:
                first = ((left - EDGE) * x, (top - EDGE) * y)
                last = ((right + EDGE) * x, (bottom + EDGE) * y)
                box = (round(first[0]), round(first[1]), round(last[0]), round(last[1]))
                picture.paste(255, box)
            return picture

        return covered
