"""How a signature looks in a signed file that may not be drawn on: in the widget of its field.

The page's content stays as it is. The look is drawn upright for whoever reads the page, whatever
the page's rotation and user unit (ISO 32000-2, 12.5.5).
"""

from dataclasses import replace
from io import BytesIO

import pymupdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from actors.pdf.canonical import geometry
from actors.pdf.stamp import stamp
from actors.pdf.stamp.stamp import StampedValue

Box = tuple[float, float, float, float]
Turn = tuple[float, float, float, float]


def place(pdf: bytes, mark: StampedValue) -> tuple[Box, Turn]:
    """The mark's box in the page's own coordinates, and the turn that makes its look upright."""
    with pymupdf.open("pdf", pdf) as document:
        shown = geometry.shown(document[mark.page - 1])
    own = (mark.box * ~shown.matrix).normalize()
    back = ~shown.upright
    unit = abs(back.a) + abs(back.b)
    turn = tuple(round(number / unit) for number in (back.a, back.b, back.c, back.d))
    return (own.x0, own.y0, own.x1, own.y1), turn


def set_look(
    writer: IncrementalPdfFileWriter,
    field: generic.DictionaryObject,
    mark: StampedValue,
    turn: Turn,
) -> None:
    """Give the field's widget the look of the mark, with the fonts and the picture it needs."""
    sheet = PdfFileReader(BytesIO(_sheet(mark)))
    look = writer.import_page_as_xobject(sheet)
    matrix = (*turn, 0, 0)
    look.get_object()["/Matrix"] = generic.ArrayObject(map(generic.NumberObject, matrix))
    widget = get_single_field_annot(field)
    looks: generic.DictionaryObject = generic.DictionaryObject({pdf_name("/N"): look})  # type: ignore[no-untyped-call]
    widget["/AP"] = looks
    writer.update_container(widget)


def _sheet(mark: StampedValue) -> bytes:
    """The mark alone on a page of its size."""
    with pymupdf.open() as document:
        page = document.new_page(width=mark.width, height=mark.height)
        stamp.draw(page, replace(mark, page=1, x=0.0, y=0.0))
        document.subset_fonts()
        written: bytes = document.tobytes(garbage=1, deflate=True, no_new_id=True)
    return written
