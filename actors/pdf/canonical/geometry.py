"""Where a page's own coordinates come to lie when the page is shown."""

from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical import links
from actors.pdf.mupdf_objects import entry, items, name_of

LETTER = (0, 0, 612, 792)
SMALLEST_SIDE = 1.0
Box = tuple[float, float, float, float]
EDGE = (-2, -2, 2, 2)
"""Points by which the looks of annotations may reach beyond their places."""


@dataclass(frozen=True)
class ShownPage:
    """A page as shown: crop box, rotation and user unit applied.

    `matrix` leads from the page's own coordinates to points from the top left corner as shown,
    `upright` to a new page of the same size whose origin is the lower left corner.
    """

    width: float
    height: float
    matrix: pymupdf.Matrix

    @property
    def upright(self) -> pymupdf.Matrix:
        flipped = self.matrix * pymupdf.Matrix(1, 0, 0, -1, 0, self.height)
        return pymupdf.Matrix(*(round(number, 4) + 0.0 for number in flipped))

    @property
    def fitz_upright(self) -> mupdf.FzMatrix:
        """The same for MuPDF's own functions."""
        matrix = self.upright
        return mupdf.FzMatrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    @property
    def box(self) -> pymupdf.Rect:
        """What of the page's own coordinates is shown."""
        return _times(pymupdf.Rect(0, 0, self.width, self.height), ~self.matrix)

    def place(self, rectangle: pymupdf.Rect) -> pymupdf.Rect:
        """A rectangle of the page's own coordinates, in points from the top left corner."""
        return _times(rectangle, self.matrix)


def _times(rectangle: pymupdf.Rect, matrix: pymupdf.Matrix) -> pymupdf.Rect:
    moved: pymupdf.Rect = rectangle * matrix
    return moved


def shown(page: pymupdf.Page) -> ShownPage:
    box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_transform(mupdf.pdf_page_from_fz_page(page.this), box, matrix)
    visible = mupdf.fz_transform_rect(box, matrix)
    numbers = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    width, height = visible.x1 - visible.x0, visible.y1 - visible.y0
    return ShownPage(round(width, 4), round(height, 4), pymupdf.Matrix(*numbers))


def mend_rotation(document: pymupdf.Document) -> None:
    """Take for upright what is not turned by a multiple of 90 degrees (ISO 32000-2, table 31)."""
    for xref in (document.page_xref(number) for number in range(document.page_count)):
        page = mupdf.pdf_new_indirect(mupdf.pdf_document_from_fz_document(document.this), xref, 0)
        found = mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name("Rotate"))
        if mupdf.pdf_is_null(found):
            continue
        degrees = mupdf.pdf_to_real(found) if mupdf.pdf_is_number(found) else 0.0
        turned = int(degrees % 360) if degrees % 90 == 0 else 0
        document.xref_set_key(xref, "Rotate", str(turned))


def mend_boxes(document: pymupdf.Document) -> None:
    """Give pages with a crop or media box that shows nothing the box that viewers fall back on."""
    for xref in (document.page_xref(number) for number in range(document.page_count)):
        page = mupdf.pdf_new_indirect(mupdf.pdf_document_from_fz_document(document.this), xref, 0)
        media = _rectangle(page, "MediaBox")
        if _is_too_small(media):
            media = pymupdf.Rect(LETTER)
            _set(document, xref, "MediaBox", media)
        crop = _rectangle(page, "CropBox")
        if not crop.is_infinite and _is_too_small(crop & media):
            _set(document, xref, "CropBox", media)


def annotated_places(document: pymupdf.Document) -> dict[int, list[Box]]:
    """By page from 1, what annotations that look like something cover as shown."""
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    found: dict[int, list[Box]] = {}
    for number in range(document.page_count):
        seen = [
            annotation
            for annotation in items(entry(mupdf.pdf_lookup_page_obj(pdf, number), "Annots"))
            if name_of(entry(annotation, "Subtype")) != "Link" or links.has_look(annotation)
        ]
        if not seen:
            continue
        page = shown(document[number])  # once: MuPDF reads all annotations of a page it loads
        for annotation in seen:
            box = mupdf.pdf_to_rect(entry(annotation, "Rect"))
            box = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1).normalize()
            place = page.place(box + EDGE)
            found.setdefault(number + 1, []).append((place.x0, place.y0, place.x1, place.y1))
    return found


def _rectangle(page: mupdf.PdfObj, name: str) -> pymupdf.Rect:
    found = mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name(name))
    if not mupdf.pdf_is_array(found):
        return pymupdf.Rect() if name == "MediaBox" else pymupdf.INFINITE_RECT()
    box = mupdf.pdf_to_rect(found)
    normal: pymupdf.Rect = pymupdf.Rect(box.x0, box.y0, box.x1, box.y1).normalize()
    return normal


def _is_too_small(box: pymupdf.Rect) -> bool:
    return min(box.x1 - box.x0, box.y1 - box.y0) < SMALLEST_SIDE


def _set(document: pymupdf.Document, xref: int, name: str, box: pymupdf.Rect) -> None:
    document.xref_set_key(xref, name, f"[{box.x0:g} {box.y0:g} {box.x1:g} {box.y1:g}]")
