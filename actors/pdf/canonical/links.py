"""What the links of a page look like, made part of the page (ISO 32000-2, 12.5.6.5).

Some viewers paint a link's own look or its border and others do not: here it is decided once.
"""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from actors.pdf.mupdf_objects import entry, items, name_of

SHOWN_AS = "Stamp"
"""An annotation whose look every engine paints and that can be flattened."""

WIDEST = 12.0
"""Points; a border that is wider is not one."""

PAINT = {1: "G", 3: "RG", 4: "K"}


def show(document: pymupdf.Document) -> None:
    """Put beside each link that looks like something an annotation that shows it."""
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    for number in range(document.page_count):
        annotations = entry(mupdf.pdf_lookup_page_obj(pdf, number), "Annots")
        for link in list(items(annotations)):
            look = _look(pdf, link) if name_of(entry(link, "Subtype")) == "Link" else None
            if look is not None:
                mupdf.pdf_array_push(annotations, _annotation(pdf, link, look))


def has_look(link: mupdf.PdfObj) -> bool:
    return mupdf.pdf_is_dict(entry(link, "AP")) or _border_width(link) > 0


def _look(pdf: mupdf.PdfDocument, link: mupdf.PdfObj) -> mupdf.PdfObj | None:
    look = entry(entry(link, "AP"), "N")
    if mupdf.pdf_is_dict(look) and not mupdf.pdf_is_stream(look):
        look = entry(look, name_of(entry(link, "AS")))
    if mupdf.pdf_is_stream(look):
        return look
    width = _border_width(link)
    if mupdf.pdf_is_dict(entry(link, "AP")) or not 0 < width <= WIDEST:
        return None
    return _border(pdf, link, width)


def _annotation(pdf: mupdf.PdfDocument, link: mupdf.PdfObj, look: mupdf.PdfObj) -> mupdf.PdfObj:
    made, looks = mupdf.pdf_new_dict(pdf, 6), mupdf.pdf_new_dict(pdf, 1)
    mupdf.pdf_dict_puts(looks, "N", look)
    mupdf.pdf_dict_puts(made, "Type", mupdf.pdf_new_name("Annot"))
    mupdf.pdf_dict_puts(made, "Subtype", mupdf.pdf_new_name(SHOWN_AS))
    mupdf.pdf_dict_puts(made, "AP", looks)
    for name in ("Rect", "F"):
        mupdf.pdf_dict_puts(made, name, entry(link, name))
    return mupdf.pdf_add_object(pdf, made)


def _border_width(link: mupdf.PdfObj) -> float:
    """Of the border that is asked for; viewers paint none where neither entry is there."""
    style, border = entry(link, "BS"), entry(link, "Border")
    if mupdf.pdf_is_dict(style):
        width = entry(style, "W")
        return float(mupdf.pdf_to_real(width)) if width.m_internal else 1.0
    return float(mupdf.pdf_to_real(mupdf.pdf_array_get(border, 2)))


def _border(pdf: mupdf.PdfDocument, link: mupdf.PdfObj, width: float) -> mupdf.PdfObj:
    """As in 12.5.4: within the rectangle, or below it; three dots and two gaps where dashed."""
    box = mupdf.pdf_to_rect(entry(link, "Rect"))
    across, down, half = box.x1 - box.x0, box.y1 - box.y0, width / 2
    path = f"{half:.3f} {half:.3f} {across - width:.3f} {down - width:.3f} re"
    if name_of(entry(entry(link, "BS"), "S")) == "U":
        path = f"0 {half:.3f} m {across:.3f} {half:.3f} l"
    paint = f"{_color(link)} {width:.3f} w {_dash(link)} {path} S"
    frame = mupdf.FzRect(0, 0, across, down)
    data = mupdf.fz_new_buffer_from_copied_data(paint.encode())
    nothing = mupdf.pdf_new_dict(pdf, 0)
    return mupdf.pdf_new_xobject(pdf, frame, mupdf.FzMatrix(), nothing, data)


def _color(link: mupdf.PdfObj) -> str:
    numbers = list(_numbers(entry(link, "C")))
    if len(numbers) not in PAINT:
        return "0 G"
    return " ".join(f"{number:.4f}" for number in numbers) + f" {PAINT[len(numbers)]}"


def _dash(link: mupdf.PdfObj) -> str:
    style = entry(link, "BS")
    if name_of(entry(style, "S")) == "D":
        lengths = list(_numbers(entry(style, "D"))) or [3.0]
    else:
        lengths = list(_numbers(mupdf.pdf_array_get(entry(link, "Border"), 3)))
    if not any(length > 0 for length in lengths):
        return "[] 0 d"
    return "[" + " ".join(f"{max(0.0, length):.3f}" for length in lengths) + "] 0 d"


def _numbers(array: mupdf.PdfObj) -> Iterator[float]:
    return (float(mupdf.pdf_to_real(one)) for one in items(array))
