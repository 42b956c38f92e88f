"""The form fields (AcroForm) that an uploaded PDF brings along."""

from collections.abc import Iterator
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical.geometry import ShownPage, shown
from actors.pdf.mupdf_objects import items, text_of

READ_ONLY, REQUIRED, RADIO, PUSH_BUTTON = 1 << 0, 1 << 1, 1 << 15, 1 << 16
HIDDEN, NO_VIEW = 1 << 1, 1 << 5
SMALLEST_SIDE = 1.0
DEEPEST = 32


@dataclass(frozen=True)
class FoundField:
    """One place of a form field: points from the top left corner of the page as shown.

    `kind` is text, date, checkbox, radio, dropdown or signature. The value of a ticked checkbox or
    radio button is "true"; what a field holds is also part of the canonical page. `options` are
    what a dropdown offers; the buttons of a radio group share their name.
    """

    name: str
    kind: str
    page: int
    x: float
    y: float
    width: float
    height: float
    required: bool
    value: str
    label: str = ""
    options: tuple[str, ...] = ()


def read(document: pymupdf.Document) -> tuple[FoundField, ...]:
    """The fields a person could fill in, in the order of the pages; read-only ones are none."""
    pages = (document[number] for number in range(document.page_count))
    return tuple(field for page in pages for field in _of_page(page))


def _of_page(page: pymupdf.Page) -> Iterator[FoundField]:
    place = shown(page)
    original = mupdf.pdf_page_from_fz_page(page.this).obj()
    for annotation in items(mupdf.pdf_dict_gets(original, "Annots")):
        if mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) == "Widget":
            yield from _field(annotation, page.number + 1, place)


def _field(widget: mupdf.PdfObj, page: int, place: ShownPage) -> Iterator[FoundField]:
    flags = mupdf.pdf_to_int(_inherited(widget, "Ff"))
    kind = _kind(widget, flags)
    rectangle = mupdf.pdf_to_rect(mupdf.pdf_dict_gets(widget, "Rect"))
    corners = (rectangle.x0, rectangle.y0, rectangle.x1, rectangle.y1)
    box = place.place(pymupdf.Rect(*corners).normalize())
    box &= pymupdf.Rect(0, 0, place.width, place.height)
    unseen = mupdf.pdf_to_int(mupdf.pdf_dict_gets(widget, "F")) & (HIDDEN | NO_VIEW)
    too_small = box.is_empty or min(box.width, box.height) < SMALLEST_SIDE
    if not kind or unseen or too_small or flags & READ_ONLY:
        return
    yield FoundField(
        name=".".join(_names(widget)),
        kind=kind,
        page=page,
        x=round(box.x0, 2),
        y=round(box.y0, 2),
        width=round(box.width, 2),
        height=round(box.height, 2),
        required=bool(flags & REQUIRED),
        value=_value(widget, kind),
        label=text_of(_inherited(widget, "TU")),
        options=tuple(_options(widget)) if kind == "dropdown" else (),
    )


def _kind(widget: mupdf.PdfObj, flags: int) -> str:
    kind = mupdf.pdf_to_name(_inherited(widget, "FT"))
    if kind == "Btn" and flags & PUSH_BUTTON:
        return ""
    if kind == "Btn":
        return "radio" if flags & RADIO else "checkbox"
    if kind == "Tx":
        return "date" if _formats_a_date(widget) else "text"
    return {"Ch": "dropdown", "Sig": "signature"}.get(kind, "")


def _formats_a_date(widget: mupdf.PdfObj) -> bool:
    """Viewers' date fields are text fields whose format script is a well-known one."""
    script = mupdf.pdf_dict_getp(_inherited(widget, "AA"), "F/JS")
    return "AFDate_" in text_of(script)


def _value(widget: mupdf.PdfObj, kind: str) -> str:
    if kind in ("checkbox", "radio"):
        state = mupdf.pdf_to_name(mupdf.pdf_dict_gets(widget, "AS"))
        return "true" if state not in ("", "Off") else ""
    return "" if kind == "signature" else text_of(_inherited(widget, "V"))


def _options(widget: mupdf.PdfObj) -> Iterator[str]:
    for option in items(_inherited(widget, "Opt")):
        shown_as = mupdf.pdf_array_get(option, 1) if mupdf.pdf_is_array(option) else option
        yield text_of(shown_as)


def _names(widget: mupdf.PdfObj) -> list[str]:
    names: list[str] = []
    for _ in range(DEEPEST):
        name = text_of(mupdf.pdf_dict_gets(widget, "T"))
        if name:
            names.insert(0, name)
        widget = mupdf.pdf_dict_gets(widget, "Parent")
        if not mupdf.pdf_is_dict(widget):
            break
    return names


def _inherited(widget: mupdf.PdfObj, name: str) -> mupdf.PdfObj:
    return mupdf.pdf_dict_get_inheritable(widget, mupdf.pdf_new_name(name))
