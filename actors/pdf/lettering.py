"""Writing text onto a page in any script, so that it is seen and can be extracted again."""

import html
import unicodedata

import pymupdf

from actors.pdf.fitting import ASCENT, FONT, LEADING, fit

Colour = tuple[float, float, float]

RIGHT_TO_LEFT = {"R", "AL", "AN"}
SHAPED = (  # scripts whose letters join, stack or reorder
    range(0x0900, 0x0E00),
    range(0x0F00, 0x1100),
    range(0x1780, 0x1800),
    range(0x1A00, 0x1B80),
)


def write(page: pymupdf.Page, box: pymupdf.Rect, text: str, largest: float, colour: Colour) -> None:
    """Write the text into the box at `largest` points, or smaller and on more lines until it fits.

    One line stands in the middle of the box's height; a box of several lines fills from the top.
    """
    if needs_shaping(text):
        _write_shaped(page, box, text, largest, colour)
        return
    fitted = fit(text, box.width, box.height, largest)
    step = fitted.size * LEADING
    alone = len(fitted.lines) == 1 and box.height < 2.5 * step
    top = box.y0 + ((box.height - step) / 2 if alone else 0)
    writer = pymupdf.TextWriter(page.rect)
    for number, line in enumerate(fitted.lines):
        if line:
            at = (box.x0, top + number * step + fitted.size * ASCENT)
            writer.append(at, line, font=FONT, fontsize=fitted.size)
    writer.write_text(page, color=colour)


def needs_shaping(text: str) -> bool:
    """Whether letters of the text join, stack or run from right to left."""
    return not text.isascii() and any(map(_is_shaped, text))


def write_unseen(page: pymupdf.Page, box: pymupdf.Rect, text: str) -> None:
    """Put the text there to be extracted and searched for, without a visible letter."""
    fitted = fit(text, box.width, box.height, box.height / LEADING)
    writer = pymupdf.TextWriter(page.rect)
    for number, line in enumerate(fitted.lines):
        at = (box.x0, box.y0 + fitted.size * (number * LEADING + ASCENT))
        writer.append(at, line, font=FONT, fontsize=fitted.size)
    writer.write_text(page, render_mode=3)


def _is_shaped(letter: str) -> bool:
    return (
        ord(letter) > 0xFFFF
        or unicodedata.bidirectional(letter) in RIGHT_TO_LEFT
        or any(ord(letter) in script for script in SHAPED)
    )


def _write_shaped(
    page: pymupdf.Page, box: pymupdf.Rect, text: str, largest: float, colour: Colour
) -> None:
    """Let MuPDF's HTML engine shape the text, and note the letters meant (ISO 32000-2, 14.9.4)."""
    before = len(page.get_contents())
    rgb = ",".join(str(round(255 * part)) for part in colour)
    body = "".join(map(_paragraph, text.splitlines()))
    style = (
        "* {margin: 0; padding: 0}"
        f"p {{font: {largest}pt sans-serif; line-height: {LEADING}; color: rgb({rgb})}}"
    )
    page.insert_htmlbox(box, body, css=style, scale_low=0)
    document = page.parent
    meant = ("\ufeff" + text).encode("utf-16-be").hex()
    for drawn in page.get_contents()[before:]:
        content = document.xref_stream(drawn)
        document.update_stream(
            drawn, b"/Span <</ActualText <%s>>> BDC\n%s\nEMC\n" % (meant.encode(), content)
        )


def _paragraph(line: str) -> str:
    """A line that runs in the direction of its first letter that has one (UAX #9, P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in line)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    direction = "ltr" if first == "L" else "rtl"
    return f'<p dir="{direction}">{html.escape(line) or "&nbsp;"}</p>'
