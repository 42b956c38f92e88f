"""Takes the values of form fields out of what is drawn: fields of the envelope have them now."""

from collections.abc import Collection, Sequence

import pymupdf
from pymupdf import mupdf

from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.forms import appearances, found_fields
from actors.pdf.forms.widgets import OFF, TICKED, Widget

Box = tuple[float, float, float, float]


def lift(
    document: pymupdf.Document, fields: Sequence[FoundPlace], keys: Collection[str]
) -> tuple[pymupdf.Document, dict[int, list[Box]]]:
    """The document with these fields empty, and by page what they cover. Frames stay."""
    wanted = {field.key for field in fields if field.value and field.key in keys}
    if not wanted:
        return document, {}
    emptied = [w for place, w in found_fields.with_widgets(document) if place.key in wanted]
    for widget in emptied:
        _empty(document, widget)
    appearances.make(document, emptied)
    covered: dict[int, list[Box]] = {}
    for field in (field for field in fields if field.key in wanted):
        box = (field.x, field.y, field.x + field.width, field.y + field.height)
        covered.setdefault(field.page, []).append(box)
    return pymupdf.open(stream=document.tobytes(), filetype="pdf"), covered


def _empty(document: pymupdf.Document, widget: Widget) -> None:
    """In itself: its field may have other places, which keep the value."""
    entries = widget.entries
    if widget.kind in TICKED:
        mupdf.pdf_dict_puts(entries, "AS", mupdf.pdf_new_name(OFF))
        return
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    mupdf.pdf_dict_puts(entries, "V", mupdf.pdf_new_text_string(""))
    mupdf.pdf_dict_puts(entries, "I", mupdf.pdf_new_array(pdf, 0))
    for key in ("AP", "RV"):
        mupdf.pdf_dict_dels(entries, key)
