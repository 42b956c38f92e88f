"""Poppler, a third engine, asked how a page looks. Its library is loaded, no program is started.

Where it is missing, two engines have to do.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from actors.pdf.comparison import poppler_library
from actors.pdf.comparison.engines import Painter, letters_of
from actors.pdf.comparison.poppler_library import RGB24


class UnreadableByPoppler(ValueError):
    """Poppler cannot open the file, or a page of it."""


class Poppler:
    """Raises UnreadableByPoppler when it cannot read the file. Pages are counted from 0."""

    def __init__(self, pdf: bytes, password: str | None = None) -> None:
        found = poppler_library.functions()
        if found is None:
            raise UnreadableByPoppler("Poppler is not installed")
        self._call = found
        self._pdf = pdf  # which Poppler reads as long as the document is open
        given = self._call["g_bytes_new_static"](pdf, len(pdf))
        secret = password.encode() if password else None
        self._document = self._call["poppler_document_new_from_bytes"](given, secret, None)
        if not self._document:
            raise UnreadableByPoppler("Poppler cannot open it")
        self.page_count = int(self._call["poppler_document_get_n_pages"](self._document))

    def painter(self, number: int) -> Painter:
        def paint(width: int, height: int) -> Image.Image:
            with self._page(number) as page:
                return self._painted(page, width, height)

        return paint

    def letters(self, number: int) -> Counter[str]:
        with self._page(number) as page:
            found = self._call["poppler_page_get_text"](page)
            text = ctypes.string_at(found).decode(errors="replace") if found else ""
            self._call["g_free"](found)
        return letters_of(text)

    @contextmanager
    def _page(self, number: int) -> Iterator[int]:
        page = self._call["poppler_document_get_page"](self._document, number)
        if not page:
            raise UnreadableByPoppler("Poppler cannot open a page")
        try:
            yield page
        finally:
            self._call["g_object_unref"](page)

    def _painted(self, page: int, width: int, height: int) -> Image.Image:
        line = 4 * width
        pixels = ctypes.create_string_buffer(b"\xff" * (line * height), line * height)
        call = self._call
        surface = call["cairo_image_surface_create_for_data"](pixels, RGB24, width, height, line)
        context = call["cairo_create"](surface)
        own_width, own_height = ctypes.c_double(), ctypes.c_double()
        call["poppler_page_get_size"](page, ctypes.byref(own_width), ctypes.byref(own_height))
        call["cairo_scale"](context, width / own_width.value, height / own_height.value)
        call["poppler_page_render"](page, context)
        call["cairo_destroy"](context)
        call["cairo_surface_flush"](surface)
        call["cairo_surface_destroy"](surface)
        picture = Image.frombytes("RGB", (width, height), pixels.raw, "raw", "BGRX", line, 1)
        return picture.convert("L")
