"""The form fields (AcroForm) that an uploaded PDF brings along."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical.geometry import ShownPage, shown
from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.forms.widgets import COMB, DEEPEST, MULTILINE, OFF, TICKED, Widget, WidgetKind
from actors.pdf.mupdf_objects import entries, entry, items, name_of, text_of
from core.fields.field_name import suggested

READ_ONLY, REQUIRED = 1 << 0, 1 << 1
HIDDEN, NO_VIEW = 1 << 1, 1 << 5
SMALLEST_SIDE = 1.0
MOST_OF_NAME = 200
MOST = 2_000
"""Fields of a document: as many as an envelope can have."""

LIMITED = "form_limited"
"""A note: the form has more fields than that."""

GIVEN_OUT = re.compile(
    r"(?i)(text|check ?box|undefined|field|signature|date|button|radio|group|dropdown|list ?box"
    r"|combo ?box|topmostsubform|f\d|c\d)?[ _]*[\d_.\[\] ]*(af_date|_es_:.*)?"
)
ALIGNMENTS = ("left", "center", "right")
KINDS = {
    WidgetKind.CHECKBOX: "checkbox",
    WidgetKind.RADIO: "radio",
    WidgetKind.COMBO: "dropdown",
    WidgetKind.LIST: "dropdown",
    WidgetKind.SIGNATURE: "signature",
}


def read(document: pymupdf.Document) -> tuple[FoundPlace, ...]:
    """
    The fields a person could fill in, page by page in their tab order, up to MOST.

    Read-only ones are none. What others hold is drawn on the page as well.
    """
    found = [place for place, _ in islice(with_widgets(document), MOST)]
    filled = {_group(field) for field in found if field.value}
    return tuple(
        replace(field, is_filled=bool(field.value) or (_group(field) in filled)) for field in found
    )


def _group(field: FoundPlace) -> object:
    """Of which one is chosen: itself, unless it is one of several buttons."""
    return field.properties["group"] if field.kind == "radio" else field.key


def with_widgets(document: pymupdf.Document) -> Iterator[tuple[FoundPlace, Widget]]:
    for number in range(document.page_count):
        yield from _of_page(document[number])


def _of_page(page: pymupdf.Page) -> list[tuple[FoundPlace, Widget]]:
    place = shown(page)
    original = mupdf.pdf_page_from_fz_page(page.this).obj()
    found: list[tuple[FoundPlace, Widget]] = []
    for annotation in items(entry(original, "Annots")):
        if name_of(entry(annotation, "Subtype")) == "Widget":
            found += [(f, Widget(annotation)) for f in _field(annotation, page.number + 1, place)]
    return _in_tab_order(found, name_of(entry(original, "Tabs")))


def _in_tab_order(
    found: list[tuple[FoundPlace, Widget]], order: str
) -> list[tuple[FoundPlace, Widget]]:
    """By rows or columns where the page says so (12.5.1), else as the form lists them."""
    if order == "R":
        return sorted(found, key=lambda one: (round(one[0].y / 8), one[0].x))
    if order == "C":
        return sorted(found, key=lambda one: (round(one[0].x / 8), one[0].y))
    return found


def _field(annotation: mupdf.PdfObj, page: int, place: ShownPage) -> Iterator[FoundPlace]:
    widget = Widget(annotation)
    kind = _kind(widget)
    box = place.place(widget.rectangle) & pymupdf.Rect(0, 0, place.width, place.height)
    unseen = mupdf.pdf_to_int(entry(annotation, "F")) & (HIDDEN | NO_VIEW)
    too_small = box.is_empty or min(box.width, box.height) < SMALLEST_SIDE
    if not kind or unseen or too_small or widget.flags & READ_ONLY:
        return
    names = _names(annotation)
    yield FoundPlace(
        kind=kind,
        page=page,
        x=round(box.x0, 2),
        y=round(box.y0, 2),
        width=round(box.width, 2),
        height=round(box.height, 2),
        source="form",
        required=bool(widget.flags & REQUIRED),
        label=text_of(widget.inherited("TU")) or _readable(names[-1] if names else ""),
        name=".".join(names),
        value=_value(widget),
        key=f"form {page} {box.x0:.1f} {box.y0:.1f} {'.'.join(names)[:MOST_OF_NAME]}",
        properties=dict(_properties(widget)),
    )


def _kind(widget: Widget) -> str:
    if widget.kind is WidgetKind.TEXT:
        return "date" if _formats_a_date(widget) else "text"
    return KINDS.get(widget.kind, "")


def _formats_a_date(widget: Widget) -> bool:
    """Viewers' date fields are text fields whose format script is a well-known one."""
    script = mupdf.pdf_dict_getp(widget.inherited("AA"), "F/JS")
    return "AFDate_" in text_of(script)


def _value(widget: Widget) -> str:
    if widget.kind in TICKED:
        return "true" if widget.state not in ("", OFF) else ""
    if widget.kind in (WidgetKind.COMBO, WidgetKind.LIST):
        shown_as = [widget.options[n][1] for n in widget.chosen if n < len(widget.options)]
        return shown_as[0] if shown_as else widget.value
    return "" if widget.kind is WidgetKind.SIGNATURE else widget.value


def _properties(widget: Widget) -> Iterator[tuple[str, Any]]:
    """In the words of ours; which kind has them is said by it."""
    if widget.kind is WidgetKind.TEXT:
        if widget.most_letters:
            yield "length", widget.most_letters
            if widget.flags & COMB:
                yield "cells", widget.most_letters
        if widget.flags & MULTILINE:
            yield "lines", "several"
        align = int(mupdf.pdf_to_int(widget.inherited("Q")))
        if 0 < align < len(ALIGNMENTS):
            yield "alignment", ALIGNMENTS[align]
    if widget.kind is WidgetKind.RADIO:
        yield "group", suggested(".".join(_names(widget.entries))) or "group"
        yield "choice", _choice(widget)
    if widget.kind in (WidgetKind.COMBO, WidgetKind.LIST):
        yield "options", [shown_as for _, shown_as in widget.options if shown_as]


def _readable(name: str) -> str:
    """A name that says something: editors give out "Text12" and "undefined_3"."""
    return "" if GIVEN_OUT.fullmatch(name) else name


def _choice(widget: Widget) -> str:
    """The value of this button: its option, else the name of its “on” appearance."""
    looks = [name for name, _ in entries(entry(entry(widget.entries, "AP"), "N")) if name != OFF]
    on = looks[0] if looks else ""
    options = widget.options
    place = int(on) if on.isascii() and on.isdigit() else -1
    return options[place][1] if 0 <= place < len(options) else on


def _names(widget: mupdf.PdfObj) -> list[str]:
    names: list[str] = []
    for _ in range(DEEPEST):
        name = text_of(entry(widget, "T"))
        if name:
            names.insert(0, name)
        widget = entry(widget, "Parent")
        if not mupdf.pdf_is_dict(widget):
            break
    return names
