"""Gives form fields the look that their values call for, where the file leaves it to the viewer.

A look is made where the form says so (/NeedAppearances, ISO 32000-2, 12.7.3) and where one is
missing or empty. All others stay as they are: what the sender saw is what counts.
"""

import re
from math import cos, radians, sin

import pymupdf
from pymupdf import mupdf

from actors.pdf.forms import appearance_drawing, appearance_style
from actors.pdf.forms.appearance_style import Style
from actors.pdf.forms.widgets import OFF, TICKED, TYPED, Widget, WidgetKind, set_look
from actors.pdf.mupdf_objects import entry

MARKS = re.compile(
    rb"(?:^|[\s\])>])(?:Tj|TJ|'|\"|Do|sh|BI|f\*?|F|B\*?|b\*?|S|s)(?=[\s\[(</%]|$)",
)
"""The operators that leave something to be seen."""

LARGEST_SIDE = 14_400.0
"""Points: the largest page that PDF 1.7 allows; a field beyond it is no field of a form."""


def make(document: pymupdf.Document, widgets: list[Widget]) -> int:
    """Make the looks that are wanted and count them; the document is changed in place.

    A signature field, or one of no known kind, shows what the file draws for it, or nothing.
    """
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    form = mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/AcroForm")
    forced = bool(mupdf.pdf_to_bool(entry(form, "NeedAppearances")))
    for widget in widgets:
        if widget.kind in (WidgetKind.SIGNATURE, WidgetKind.UNKNOWN) and not _shows(widget.look):
            set_look(pdf, widget.entries, _nothing(pdf))
        elif widget.kind in TICKED:
            mupdf.pdf_dict_puts(widget.entries, "AS", mupdf.pdf_new_name(widget.state))
    wanting = [widget for widget in widgets if _has_area(widget) and _wants(widget, forced)]
    styles = [appearance_style.read(widget, form) for widget in wanting]
    with pymupdf.open() as sheets:
        for widget, style in zip(wanting, styles, strict=True):
            width, height = _size(widget, style)
            appearance_drawing.draw(sheets.new_page(width=width, height=height), widget, style)
        if wanting:
            sheets.subset_fonts()
            _attach(pdf, sheets, list(zip(wanting, styles, strict=True)))
    return len(wanting)


def _wants(widget: Widget, forced: bool) -> bool:
    if widget.kind in TYPED:
        return forced or (not _shows(widget.look) and _has_something(widget))
    if widget.kind in TICKED:
        return widget.state != OFF and not _shows(widget.look)
    return widget.kind is WidgetKind.PUSH_BUTTON and not _shows(widget.look)


def _has_something(widget: Widget) -> bool:
    """An empty field without a look may still have a frame, which viewers paint."""
    missing = mupdf.pdf_is_null(entry(entry(widget.entries, "AP"), "N"))
    return missing or bool(widget.value or widget.chosen)


def _has_area(widget: Widget) -> bool:
    box = widget.rectangle
    return all(1 <= side <= LARGEST_SIDE for side in (box.width, box.height))


def _shows(look: mupdf.PdfObj) -> bool:
    """Whether the look leaves any mark at all."""
    if not mupdf.pdf_is_stream(look):
        return False
    content = bytes(mupdf.fz_buffer_extract_copy(mupdf.pdf_load_stream(look)))
    return bool(MARKS.search(content))


def _size(widget: Widget, style: Style) -> tuple[float, float]:
    box = widget.rectangle
    return (box.height, box.width) if style.turned in (90, 270) else (box.width, box.height)


def _attach(
    pdf: mupdf.PdfDocument, sheets: pymupdf.Document, made: list[tuple[Widget, Style]]
) -> None:
    source = mupdf.pdf_document_from_fz_document(sheets.this)
    copied = mupdf.pdf_new_graft_map(pdf)
    for number, (widget, style) in enumerate(made):
        page = mupdf.pdf_lookup_page_obj(source, number)
        resources = mupdf.pdf_graft_mapped_object(copied, entry(page, "Resources"))
        content = mupdf.fz_new_buffer_from_copied_data(sheets[number].read_contents())
        width, height = _size(widget, style)
        frame, matrix = mupdf.FzRect(0, 0, width, height), _turn(style.turned)
        look = mupdf.pdf_new_xobject(pdf, frame, matrix, resources, content)
        set_look(pdf, widget.entries, look)


def _nothing(pdf: mupdf.PdfDocument) -> mupdf.PdfObj:
    """An empty look, without which MuPDF would draw one of its own."""
    empty, resources = mupdf.fz_new_buffer_from_copied_data(b" "), mupdf.pdf_new_dict(pdf, 0)
    frame = mupdf.FzRect(0, 0, 1, 1)
    return mupdf.pdf_new_xobject(pdf, frame, mupdf.FzMatrix(), resources, empty)


def _turn(degrees: int) -> mupdf.FzMatrix:
    """About the origin; a viewer moves what comes out into the annotation's rectangle."""
    c, s = round(cos(radians(degrees))), round(sin(radians(degrees)))
    return mupdf.FzMatrix(c, s, -s, c, 0, 0)
