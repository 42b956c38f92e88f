"""Which glyphs of which fonts the pages of a document paint."""

from typing import Any

import pymupdf
from pymupdf import mupdf


class UsedGlyphs:
    """Found out when it is first asked for: most documents have all of their fonts in them."""

    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self._found: dict[int, dict[int, int]] | None = None

    def of(self, font: mupdf.FzFont) -> dict[int, int]:
        """The characters (CIDs) painted in this font, each with its glyph."""
        if self._found is None:
            listener = _Listener()
            for number in range(self._document.page_count):
                page = self._document[number]
                mupdf.fz_run_page(page.this, listener, mupdf.FzMatrix(), mupdf.FzCookie())
            mupdf.fz_close_device(listener)
            self._found = listener.found
        return self._found.get(_address(font.m_internal), {})


class _Listener(mupdf.FzDevice2):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[int, dict[int, int]] = {}
        self.use_virtual_fill_text()
        self.use_virtual_stroke_text()
        self.use_virtual_clip_text()
        self.use_virtual_clip_stroke_text()
        self.use_virtual_ignore_text()

    def fill_text(self, _: Any, text: Any, *rest: Any) -> None:
        self._note(text)

    def stroke_text(self, _: Any, text: Any, *rest: Any) -> None:
        self._note(text)

    def clip_text(self, _: Any, text: Any, *rest: Any) -> None:
        self._note(text)

    def clip_stroke_text(self, _: Any, text: Any, *rest: Any) -> None:
        self._note(text)

    def ignore_text(self, _: Any, text: Any, *rest: Any) -> None:
        self._note(text)

    def _note(self, text: Any) -> None:
        span = text.head
        while span:
            glyphs = self.found.setdefault(_address(span.font), {})
            items = mupdf.FzTextSpan(span).items
            for index in range(span.len):
                item = items(index)
                if item.gid > 0 and item.cid >= 0:
                    glyphs[item.cid] = item.gid
            span = span.next


def _address(font: Any) -> int:
    return int(font.this)
