"""How a form field is to look: frame, size, colour, alignment (ISO 32000-2, 12.7.4.3)."""

import re
from dataclasses import dataclass

from pymupdf import mupdf

from actors.pdf.forms.widgets import Widget, text
from actors.pdf.mupdf_objects import entry, items, name_of

Colour = tuple[float, ...]
BLACK: Colour = (0.0,)
FONT = re.compile(r"/([^\s/]+)\s+-?[\d.]+\s+Tf\b")
SIZE = re.compile(r"(-?[\d.]+)\s+Tf\b")
FILL = re.compile(r"((?:[\d.]+\s+){1,4})(?:g|rg|k)\b")
DIGITS = re.compile(r"\d*\.?\d+")
BY_DEFAULT = {"checkbox": "4", "radio": "l"}

# ZapfDingbats' own codes for what buttons are ticked with (Annex D.6), as Unicode has them.
DINGBATS = {"l": "●", "n": "■", "u": "◆", "H": "★", "s": "▲", "t": "▼"}


@dataclass(frozen=True)
class Style:
    """`font` is a name such as Courier-Bold; `size` is in points, 0 for as large as fits; `align`
    0 left, 0.5 centre, 1 right; `turned` degrees counter-clockwise. Colours have one, three or
    four parts from 0 to 1; () is none."""

    background: Colour
    border: Colour
    width: float
    underlined: bool
    dashed: bool
    font: str
    size: float
    colour: Colour
    align: float
    turned: int
    caption: str


def read(widget: Widget, form: mupdf.PdfObj) -> Style:
    """The style of a widget; `form` is the catalog's AcroForm, which has what fields leave out."""
    frame = entry(widget.entries, "MK")
    look = text(_of(widget, form, "DA"))
    size, fill = SIZE.search(look), FILL.findall(look)
    kind = name_of(entry(entry(widget.entries, "BS"), "S"))
    return Style(
        background=_colour(entry(frame, "BG")),
        border=_colour(entry(frame, "BC")),
        width=_width(widget.entries),
        underlined=kind == "U",
        dashed=kind == "D",
        font=_font(FONT.search(look), form),
        size=abs(float(size[1])) if size and DIGITS.fullmatch(size[1].lstrip("-")) else 0.0,
        colour=_numbers(fill[-1]) if fill else BLACK,
        align=(0.0, 0.5, 1.0)[mupdf.pdf_to_int(_of(widget, form, "Q")) % 3],
        turned=_turned(frame),
        caption=text(entry(frame, "CA")) or BY_DEFAULT.get(widget.kind, ""),
    )


def tick(code: str) -> str:
    """The sign that a letter of ZapfDingbats stands for."""
    if code in DINGBATS or not "!" <= code <= "~":
        return DINGBATS.get(code, "✔")
    return chr(0x2700 + ord(code) - 0x20)


def _of(widget: Widget, form: mupdf.PdfObj, key: str) -> mupdf.PdfObj:
    found = widget.inherited(key)
    return entry(form, key) if mupdf.pdf_is_null(found) else found


def _font(found: re.Match[str] | None, form: mupdf.PdfObj) -> str:
    """The name of the font that the resources of the form call so."""
    fonts = entry(entry(form, "DR"), "Font")
    return name_of(entry(entry(fonts, found[1]), "BaseFont")) if found else ""


def _turned(frame: mupdf.PdfObj) -> int:
    degrees = int(mupdf.pdf_to_int(entry(frame, "R"))) % 360
    return degrees if degrees % 90 == 0 else 0


def _width(entries: mupdf.PdfObj) -> float:
    """Of the border, in points: 1 unless something else is said."""
    style, border = entry(entry(entries, "BS"), "W"), entry(entries, "Border")
    if mupdf.pdf_is_number(style):
        return float(max(mupdf.pdf_to_real(style), 0))
    if mupdf.pdf_array_len(border) >= 3:
        return float(max(mupdf.pdf_to_real(mupdf.pdf_array_get(border, 2)), 0))
    return 1.0


def _colour(array: mupdf.PdfObj) -> Colour:
    parts = tuple(_part(mupdf.pdf_to_real(part)) for part in items(array))
    return parts if len(parts) in (1, 3, 4) else ()


def _numbers(written: str) -> Colour:
    parts = tuple(_part(float(part)) for part in written.split() if DIGITS.fullmatch(part))
    return parts if len(parts) in (1, 3, 4) else BLACK


def _part(number: float) -> float:
    return min(max(float(number), 0.0), 1.0)
