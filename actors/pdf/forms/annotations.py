"""Settles form fields and annotations of an opened document before they become part of its pages.

What is not to be seen goes, what is to stand upright is turned, and fields get their looks: after
this every annotation that is left says plainly what is painted where (ISO 32000-2, 12.5).
"""

import pymupdf
from pymupdf import mupdf

from actors.pdf.forms import appearances, widgets
from actors.pdf.forms.widgets import BrokenField, Widget
from actors.pdf.mupdf_objects import entry, items, name_of

INVISIBLE, HIDDEN, NO_ROTATE, NO_VIEW = 1 << 0, 1 << 1, 1 << 4, 1 << 5
KNOWN = frozenset(
    (
        *("Text", "Link", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine"),
        *("Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Stamp", "Ink", "Popup"),
        *("FileAttachment", "Sound", "Movie", "Screen", "Widget", "PrinterMark", "TrapNet"),
        *("Watermark", "3D", "Redact", "Projection", "RichMedia"),
    )
)
"""The kinds that ISO 32000-2 knows (table 171); the flag Invisible is about all others."""


def settle(document: pymupdf.Document) -> set[str]:
    """Change the document in place, before any of its pages is loaded; the notes it calls for."""
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    notes = {"fields_left_out"} if leave_out_broken(document) else set()
    fields: list[Widget] = []
    for number in range(document.page_count):
        page = mupdf.pdf_lookup_page_obj(pdf, number)
        found = list(items(entry(page, "Annots")))
        seen = [annotation for annotation in found if _is_seen(annotation)]
        if len(seen) < len(found):
            _replace(pdf, page, seen)
        for annotation in seen:
            _show(annotation)
            _stand_upright(pdf, page, annotation)
        fields += [Widget(one) for one in seen if _subtype(one) == "Widget"]
    appearances.make(document, fields)
    return notes


def leave_out_broken(document: pymupdf.Document) -> bool:
    """Take away fields whose parents lead in a circle: MuPDF loads no page that has one."""
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    any_broken = False
    for number in range(document.page_count):
        page = mupdf.pdf_lookup_page_obj(pdf, number)
        found = list(items(entry(page, "Annots")))
        whole = [annotation for annotation in found if _is_whole(annotation)]
        if len(whole) < len(found):
            _replace(pdf, page, whole)
            any_broken = True
    return any_broken


def _subtype(annotation: mupdf.PdfObj) -> str:
    return name_of(entry(annotation, "Subtype"))


def _is_whole(annotation: mupdf.PdfObj) -> bool:
    """Whether it is an annotation at all and, of a field, its parents can be followed."""
    if not mupdf.pdf_is_dict(annotation):
        return False
    try:
        Widget(annotation).inherited("FT")
        Widget(annotation).inherited("nothing")  # looks at every parent
    except BrokenField:
        return False
    return True


def _is_seen(annotation: mupdf.PdfObj) -> bool:
    """On a screen: what is only printed is no part of what a signer sees."""
    flags = mupdf.pdf_to_int(entry(annotation, "F"))
    unknown = _subtype(annotation) not in KNOWN
    return not flags & (HIDDEN | NO_VIEW) and not (unknown and flags & INVISIBLE)


def _show(annotation: mupdf.PdfObj) -> None:
    """MuPDF hides annotations of known kinds too where the flag Invisible is set."""
    flags = mupdf.pdf_to_int(entry(annotation, "F"))
    if flags & INVISIBLE:
        mupdf.pdf_dict_puts(annotation, "F", mupdf.pdf_new_int(flags & ~INVISIBLE))


def _replace(pdf: mupdf.PdfDocument, page: mupdf.PdfObj, kept: list[mupdf.PdfObj]) -> None:
    array = mupdf.pdf_new_array(pdf, len(kept))
    for annotation in kept:
        mupdf.pdf_array_push(array, annotation)
    mupdf.pdf_dict_puts(page, "Annots", array)


def _stand_upright(pdf: mupdf.PdfDocument, page: mupdf.PdfObj, annotation: mupdf.PdfObj) -> None:
    """Turn what is not to turn with its page about its upper left corner (12.5.3, table 167)."""
    degrees = mupdf.pdf_to_int(mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name("Rotate")))
    flags = mupdf.pdf_to_int(entry(annotation, "F"))
    fixed = flags & NO_ROTATE or _subtype(annotation) == "Text"
    look = Widget(annotation).look
    if degrees % 360 == 0 or not fixed or not mupdf.pdf_is_stream(look):
        return
    turn = pymupdf.Matrix(degrees)
    box = Widget(annotation).rectangle
    corner = pymupdf.Matrix(1, 0, 0, 1, box.x0, box.y1)
    moved = box * (~corner * turn * corner)
    mupdf.pdf_dict_put_rect(
        annotation, mupdf.pdf_new_name("Rect"), mupdf.FzRect(moved.x0, moved.y0, moved.x1, moved.y1)
    )
    widgets.set_look(pdf, annotation, _turned(pdf, look, turn))


def _turned(pdf: mupdf.PdfDocument, look: mupdf.PdfObj, turn: pymupdf.Matrix) -> mupdf.PdfObj:
    """A form that paints the look, turned; its own matrix and box are in force inside."""
    matrix = mupdf.pdf_dict_get_matrix(look, mupdf.pdf_new_name("Matrix"))
    frame = mupdf.pdf_dict_get_rect(look, mupdf.pdf_new_name("BBox"))
    inner = mupdf.fz_transform_rect(frame, matrix)
    forms, resources = mupdf.pdf_new_dict(pdf, 1), mupdf.pdf_new_dict(pdf, 1)
    mupdf.pdf_dict_puts(forms, "Look", look)
    mupdf.pdf_dict_puts(resources, "XObject", forms)
    content = mupdf.fz_new_buffer_from_copied_data(b"/Look Do")
    matrix = mupdf.FzMatrix(turn.a, turn.b, turn.c, turn.d, turn.e, turn.f)
    return mupdf.pdf_new_xobject(pdf, inner, matrix, resources, content)
