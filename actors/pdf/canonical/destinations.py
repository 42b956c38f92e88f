"""Where the links and bookmarks of a document lead, in terms of its canonical version."""

import re

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical.canon import Canon
from actors.pdf.mupdf_objects import text_of

HARMLESS = re.compile(r"\s*((?:https?|mailto):[^\s\x00-\x1f]+)\s*", re.IGNORECASE)
HARMLESS_MOVES = ("NextPage", "PrevPage", "FirstPage", "LastPage")
VERTICAL, HORIZONTAL = ("FitH", "FitBH"), ("FitV", "FitBV")

Entries = dict[str, mupdf.PdfObj]


class Destinations:
    """`complete` turns False when an action had to be left behind."""

    def __init__(self, canon: Canon) -> None:
        self._canon = canon
        self._numbers = {
            mupdf.pdf_to_num(mupdf.pdf_lookup_page_obj(canon.source_pdf, number)): number
            for number in range(len(canon.pages))
        }
        self.complete = True

    def of(self, origin: mupdf.PdfObj) -> Entries:
        """The entries /Dest or /A for the copy of a link or bookmark; none if it leads nowhere."""
        direct = mupdf.pdf_dict_gets(origin, "Dest")
        if direct.m_internal:
            return self._internal(direct)
        action = mupdf.pdf_dict_gets(origin, "A")
        kind = mupdf.pdf_to_name(mupdf.pdf_dict_gets(action, "S"))
        if kind == "GoTo":
            return self._internal(mupdf.pdf_dict_gets(action, "D"))
        found: Entries = {}
        if kind == "URI":
            found = self._web(action)
        elif kind == "Named":
            found = self._move(action)
        if kind and not found:
            self.complete = False
        return found

    def _web(self, action: mupdf.PdfObj) -> Entries:
        address = HARMLESS.fullmatch(text_of(mupdf.pdf_dict_gets(action, "URI")))
        if address is None or not address[1].isascii():
            return {}
        return self._action("URI", URI=mupdf.pdf_new_string(address[1], len(address[1])))

    def _move(self, action: mupdf.PdfObj) -> Entries:
        name = mupdf.pdf_to_name(mupdf.pdf_dict_gets(action, "N"))
        return self._action("Named", N=mupdf.pdf_new_name(name)) if name in HARMLESS_MOVES else {}

    def _action(self, kind: str, **entries: mupdf.PdfObj) -> Entries:
        return {"A": self._canon.dictionary(S=mupdf.pdf_new_name(kind), **entries)}

    def _internal(self, found: mupdf.PdfObj) -> Entries:
        if mupdf.pdf_is_string(found) or mupdf.pdf_is_name(found):
            found = mupdf.pdf_lookup_dest(self._canon.source_pdf, found)
        if mupdf.pdf_is_dict(found):
            found = mupdf.pdf_dict_gets(found, "D")
        number = self._page_number(mupdf.pdf_array_get(found, 0))
        return {} if number is None else {"Dest": self._copied(number, found)}

    def _page_number(self, page: mupdf.PdfObj) -> int | None:
        if mupdf.pdf_is_int(page):
            number = mupdf.pdf_to_int(page)
            return number if 0 <= number < len(self._canon.pages) else None
        return self._numbers.get(mupdf.pdf_to_num(page))

    def _copied(self, number: int, found: mupdf.PdfObj) -> mupdf.PdfObj:
        """The destination (ISO 32000-2, 12.3.2.2) with its coordinates on the new page."""
        kind = mupdf.pdf_to_name(mupdf.pdf_array_get(found, 1))
        values = [_number(found, index) for index in range(2, mupdf.pdf_array_len(found))]
        values += [None] * (4 - len(values))
        page = self._canon.pages[number]
        if kind in VERTICAL:
            values = [None, values[0], None]
        elif kind in HORIZONTAL:
            values = [values[0], None, None]
        elif kind == "FitR" and None not in values:
            box = (pymupdf.Rect(*values) * page.upright).normalize()
            return self._made(number, "FitR", [box.x0, box.y0, box.x1, box.y1])
        elif kind != "XYZ":
            return self._made(number, kind if kind == "FitB" else "Fit", [])
        left, top = _moved(values[0], values[1], page.upright)
        return self._made(number, "XYZ", [left, top, values[2]])

    def _made(self, number: int, kind: str, values: list[float | None]) -> mupdf.PdfObj:
        numbers = [mupdf.PDF_NULL if value is None else _rounded(value) for value in values]
        page = self._canon.page_objects[number]
        return self._canon.array([page, mupdf.pdf_new_name(kind), *numbers])


def _number(array: mupdf.PdfObj, index: int) -> float | None:
    found = mupdf.pdf_array_get(array, index)
    return float(mupdf.pdf_to_real(found)) if mupdf.pdf_is_number(found) else None


def _rounded(value: float) -> mupdf.PdfObj:
    return mupdf.pdf_new_real(round(value, 3))


def _moved(
    left: float | None, top: float | None, matrix: pymupdf.Matrix
) -> tuple[float | None, float | None]:
    turned = abs(matrix.a) < abs(matrix.b)
    point = pymupdf.Point(left or 0, top or 0) * matrix
    known = (top is not None, left is not None) if turned else (left is not None, top is not None)
    return point.x if known[0] else None, point.y if known[1] else None
