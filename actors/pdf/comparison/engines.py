"""Two engines of different families, MuPDF and PDFium, asked how a page looks and what it says.

Pages are counted from 0. A painter gives a page as a grey picture, stretched to the width and
height in pixels that it is called with.
"""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence

import pymupdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from PIL import Image

HAIRLINE = 1.0
"""Pixels: MuPDF paints thinner lines fainter, PDFium as wide as this."""

STORE_KEPT = 50
"""Per cent of MuPDF's store left after a page."""

Painter = Callable[[int, int], Image.Image]
Box = tuple[float, float, float, float]


class Mupdf:
    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self.page_count: int = document.page_count

    def size(self, number: int) -> tuple[float, float]:
        """Width and height in points as shown."""
        box = self._document[number].rect
        return box.width, box.height

    def painter(self, number: int) -> Painter:
        page = self._document[number]

        def paint(width: int, height: int) -> Image.Image:
            scale = pymupdf.Matrix(width / page.rect.width, height / page.rect.height)
            pymupdf.TOOLS.set_graphics_min_line_width(HAIRLINE)
            try:
                pixels = page.get_pixmap(matrix=scale, colorspace=pymupdf.csRGB)
            finally:
                pymupdf.TOOLS.set_graphics_min_line_width(0)
                pymupdf.TOOLS.store_shrink(STORE_KEPT)
            picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
            return picture.convert("L").crop((0, 0, width, height))

        return paint

    def digits(self, number: int) -> Counter[str]:
        return _digits(self._document[number].get_text())

    def letters(self, number: int) -> Counter[str]:
        return letters_of(self._document[number].get_text())

    def words(self, number: int) -> list[Box]:
        """Where letters are, in points from the top left corner."""
        found = self._document[number].get_text("words")
        return [(left, top, right, bottom) for left, top, right, bottom, *_ in found]

    def has_named_fonts(self, number: int) -> bool:
        """Whether the page has fonts that the file only names: each engine has its own for them."""
        return any(
            ending == "n/a" and kind != "Type3"
            for _, ending, kind, *_ in self._document.get_page_fonts(number)
        )


class Pdfium:
    """Raises PdfiumError when it cannot read the file."""

    def __init__(self, pdf: bytes, password: str | None = None) -> None:
        self._document = pypdfium2.PdfDocument(pdf, password)
        self.page_count = len(self._document)

    def painter(
        self,
        number: int,
        hidden: Sequence[Box] = (),
        *,
        annotated: bool = False,
        smooth: bool = True,
    ) -> Painter:
        """`hidden` boxes, in points from the top left corner, are left white. Not `smooth`: images
        are enlarged pixel by pixel, as MuPDF does."""
        flags = pdfium.FPDF_ANNOT if annotated else 0
        flags |= 0 if smooth else pdfium.FPDF_RENDER_NO_SMOOTHIMAGE

        def paint(width: int, height: int) -> Image.Image:
            page = self._document[number]
            try:
                picture = _painted(page, width, height, flags)
                across, down = width / page.get_width(), height / page.get_height()
            finally:
                page.close()
            for left, top, right, bottom in hidden:
                box = (left * across, top * down, right * across, bottom * down)
                picture.paste(255, tuple(map(round, box)))
            return picture

        return paint

    def digits(self, number: int) -> Counter[str]:
        return _digits(self._text(number))

    def known_digits(self, number: int) -> Counter[str]:
        """Only of glyphs that the file says the letters of: others pass for their codes."""
        page = self._document[number]
        text = page.get_textpage()
        letters = (
            chr(pdfium.FPDFText_GetUnicode(text, index))
            for index in range(text.count_chars())
            if pdfium.FPDFText_HasUnicodeMapError(text, index) == 0
        )
        found = _digits("".join(letters))
        text.close()
        page.close()
        return found

    def letters(self, number: int) -> Counter[str]:
        return letters_of(self._text(number))

    def _text(self, number: int) -> str:
        page = self._document[number]
        text = page.get_textpage()
        found: str = text.get_text_range()
        text.close()
        page.close()
        return found


def letters_of(text: str) -> Counter[str]:
    """Without blanks and punctuation, which engines make up or leave out."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(letter for letter in plain if unicodedata.category(letter)[0] in "LN")


def _digits(text: str) -> Counter[str]:
    return Counter(letter for letter in text if letter.isdigit())


def _painted(page: pypdfium2.PdfPage, width: int, height: int, flags: int) -> Image.Image:
    """In colours first: each engine has weights of its own for greys."""
    size = 4 * width * height
    pixels = ctypes.create_string_buffer(size)
    ctypes.memset(pixels, 255, size)
    form, line = pdfium.FPDFBitmap_BGRx, 4 * width
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, form, pixels, line)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    pdfium.FPDFBitmap_Destroy(bitmap)
    picture = Image.frombytes("RGB", (width, height), pixels.raw, "raw", "BGRX", line, 1)
    return picture.convert("L")
