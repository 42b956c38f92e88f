"""Writing text whose letters join, stack, carry accents or run from right to left."""

import html
import unicodedata
from functools import cache

import pymupdf

from actors.pdf.typesetting import font_faces, outlines, visual_order
from core.text import letter_widths
from core.text.line_breaking import LEADING

Colour = tuple[float, float, float]
FONTS = {"european": font_faces.EUROPEAN, "eastern": font_faces.EASTERN}


GENERIC = {"sans": "sans-serif", "serif": "serif", "mono": "monospace"}
ALIGNED = {0.5: "center", 1.0: "right"}


def write(
    page: pymupdf.Page,
    box: pymupdf.Rect,
    text: str,
    largest: float,
    colour: Colour,
    align: float = 0.0,
    face: str = letter_widths.PLAIN,
) -> None:
    """Let MuPDF's HTML engine shape the text, draw it as outlines and note the letters meant."""
    fonts = _fonts(text)
    rgb = ",".join(str(round(255 * part)) for part in colour)
    first = "european" if "european" in fonts else GENERIC[_family(face)]
    style = "".join(f"@font-face {{font-family: {family}; src: url({family})}}" for family in fonts)
    style += (
        "* {margin: 0; padding: 0}"
        f"p {{font: {largest}pt {first}; line-height: {LEADING}; color: rgb({rgb})}}"
    )
    bold, italic = _style(face)
    if bold:
        style += "p {font-weight: bold}"
    if italic:
        style += "p {font-style: italic}"
    if align in ALIGNED:
        style += f"p {{text-align: {ALIGNED[align]}}}"
    body = "".join(map(_paragraph, text.splitlines()))

    def paint(sheet: pymupdf.Page) -> None:
        sheet.insert_htmlbox(sheet.rect, body, css=style, archive=_archive(fonts), scale_low=0)

    outlines.draw(page, box, text, largest, paint)


def _family(face: str) -> str:
    return next(family for family, styles in letter_widths.FACES.items() if face in styles)


def _style(face: str) -> tuple[bool, bool]:
    number = letter_widths.FACES[_family(face)].index(face)
    return bool(number & 1), bool(number & 2)


def note_meaning(page: pymupdf.Page, text: str) -> None:
    """Say of what was drawn last which text it stands for (ISO 32000-2, 14.9.4).

    It is one stream; those before it may have been wrapped by MuPDF meanwhile.
    """
    document, drawn = page.parent, page.get_contents()[-1]
    meant = ("\ufeff" + text).encode("utf-16-be").hex().encode()
    content = document.xref_stream(drawn)
    document.update_stream(drawn, b"/Span <</ActualText <%s>>> BDC\n%s\nEMC\n" % (meant, content))


def _fonts(text: str) -> tuple[str, ...]:
    """The names of those of our own fonts that the text takes."""
    accented = any(
        unicodedata.combining(c) and font_faces.has(font_faces.EUROPEAN, c) for c in text
    )
    fonts = ("european",) if accented else ()  # a letter and its accent stand in one font
    return (*fonts, "eastern") if any(map(_is_eastern, text)) else fonts


@cache
def _archive(fonts: tuple[str, ...]) -> pymupdf.Archive:
    """The fonts from memory: a sandboxed child reads no file of the project."""
    archive = pymupdf.Archive()
    for name in fonts:
        archive.add(FONTS[name].buffer, name)
    return archive


def _paragraph(line: str) -> str:
    """A line that runs in the direction of its first letter that has one (UAX #9, P2)."""
    direction = "rtl" if visual_order.runs_left(line) else "ltr"
    return f'<p dir="{direction}">{"".join(map(_escaped, line)) or "&nbsp;"}</p>'


def _escaped(letter: str) -> str:
    if _is_eastern(letter):
        return f'<span style="font-family: eastern">{letter}</span>'
    return html.escape(letter)


def _is_eastern(letter: str) -> bool:
    return font_faces.for_letter(font_faces.PLAIN, letter) is not font_faces.PLAIN
