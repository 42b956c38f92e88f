"""Reads the widgets of form fields: their kind, flags and values (ISO 32000-2, 12.7)."""

from dataclasses import dataclass
from enum import StrEnum

import pymupdf
from pymupdf import mupdf

from actors.pdf.mupdf_objects import entry, items, name_of, readable, text_of

DEEPEST = 32
RADIO, PUSH_BUTTON = 1 << 15, 1 << 16
MULTILINE, PASSWORD, COMB = 1 << 12, 1 << 13, 1 << 24
COMBO = 1 << 17


class WidgetKind(StrEnum):
    TEXT = "text"
    COMBO = "combo"
    LIST = "list"
    CHECKBOX = "checkbox"
    RADIO = "radio"
    PUSH_BUTTON = "push_button"
    SIGNATURE = "signature"
    UNKNOWN = "unknown"


TYPED = (WidgetKind.TEXT, WidgetKind.COMBO, WidgetKind.LIST)
TICKED = (WidgetKind.CHECKBOX, WidgetKind.RADIO)


OFF = "Off"


class BrokenField(Exception):
    """A field whose parents lead in a circle, or too far up."""


@dataclass(frozen=True)
class Widget:
    """One place of a field on a page, as its dictionary tells."""

    entries: mupdf.PdfObj

    @property
    def kind(self) -> WidgetKind:
        name = name_of(self.inherited("FT"))
        if name == "Btn":
            buttons = ((PUSH_BUTTON, WidgetKind.PUSH_BUTTON), (RADIO, WidgetKind.RADIO))
            return next((kind for bit, kind in buttons if self.flags & bit), WidgetKind.CHECKBOX)
        if name == "Ch":
            return WidgetKind.COMBO if self.flags & COMBO else WidgetKind.LIST
        return {"Tx": WidgetKind.TEXT, "Sig": WidgetKind.SIGNATURE}.get(name, WidgetKind.UNKNOWN)

    @property
    def flags(self) -> int:
        return int(mupdf.pdf_to_int(self.inherited("Ff")))

    @property
    def value(self) -> str:
        return text(self.inherited("V"))

    @property
    def state(self) -> str:
        """Which of a button's looks is on: what the widget says, or else the field's value.

        A value that several buttons share switches on only the one that has a look for it.
        """
        own = name_of(entry(self.entries, "AS"))
        if own:
            return own
        value, looks = self.inherited("V"), entry(entry(self.entries, "AP"), "N")
        state = name_of(value) or text(value)
        is_field = mupdf.pdf_is_string(entry(self.entries, "T"))
        has_look = mupdf.pdf_is_dict(looks) and not mupdf.pdf_is_null(entry(looks, state or "Off"))
        return state if state and (has_look or (is_field and mupdf.pdf_is_null(looks))) else OFF

    @property
    def options(self) -> list[tuple[str, str]]:
        """What a choice offers: the value of each, and as what it is shown."""
        return [_option(option) for option in items(self.inherited("Opt"))]

    @property
    def chosen(self) -> list[int]:
        """Which options of a list are chosen, from 0."""
        value, options = self.inherited("V"), self.options
        chosen = items(value) if mupdf.pdf_is_array(value) else iter([value])
        values = {text(one) for one in chosen} - {""}
        found = [number for number, option in enumerate(options) if values & set(option)]
        return found or [int(mupdf.pdf_to_int(index)) for index in items(self.inherited("I"))]

    @property
    def look(self) -> mupdf.PdfObj:
        """What is painted where no one points at it: a form XObject, or none."""
        normal = entry(entry(self.entries, "AP"), "N")
        if mupdf.pdf_is_stream(normal):
            return normal
        return entry(
            normal, self.state if self.kind in TICKED else name_of(entry(self.entries, "AS"))
        )

    @property
    def first_shown(self) -> int:
        """Up to which option a list is scrolled."""
        return max(int(mupdf.pdf_to_int(self.inherited("TI"))), 0)

    @property
    def most_letters(self) -> int:
        return max(int(mupdf.pdf_to_int(self.inherited("MaxLen"))), 0)

    @property
    def rectangle(self) -> pymupdf.Rect:
        found = mupdf.pdf_to_rect(entry(self.entries, "Rect"))
        box: pymupdf.Rect = pymupdf.Rect(found.x0, found.y0, found.x1, found.y1).normalize()
        return box

    def inherited(self, key: str) -> mupdf.PdfObj:
        """The entry of the widget, its field or one above it. Raises BrokenField."""
        holder = self.entries
        for _ in range(DEEPEST):
            found = entry(holder, key)
            if not mupdf.pdf_is_null(found):
                return found
            holder = entry(holder, "Parent")
            if not mupdf.pdf_is_dict(holder):
                return found
        raise BrokenField


def text(found: mupdf.PdfObj) -> str:
    """A text string, or a stream of one; "" for anything else."""
    if mupdf.pdf_is_stream(found):
        return readable(str(mupdf.pdf_load_stream_or_string_as_utf8(found)))
    return text_of(found)


def set_look(pdf: mupdf.PdfDocument, annotation: mupdf.PdfObj, look: mupdf.PdfObj) -> None:
    """Make this form XObject the annotation's one look, whatever its state."""
    looks = mupdf.pdf_new_dict(pdf, 1)
    mupdf.pdf_dict_puts(looks, "N", look)
    mupdf.pdf_dict_puts(annotation, "AP", looks)


def _option(option: mupdf.PdfObj) -> tuple[str, str]:
    if not mupdf.pdf_is_array(option):
        return text(option), text(option)
    return text(mupdf.pdf_array_get(option, 0)), text(mupdf.pdf_array_get(option, 1))
