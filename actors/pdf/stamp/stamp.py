"""Burning values and signatures into a document's pages, for good and for everyone to see.

The marks are drawn on sheets of their own, which are laid over the pages: the pages' content,
links and outline stay as they are, and only the fonts of the sheets are cut down.
"""

from collections import defaultdict
from dataclasses import dataclass

import pymupdf

from actors.pdf.stamp import revision, signature_image
from actors.pdf.typesetting import text_drawing
from core.fields.kind import Printed
from core.fields.text_look import PLAIN, SMALLEST, TextLook, inside
from core.signing.ink import INK
from core.text.line_breaking import fit

PEN = (INK[0] / 255, INK[1] / 255, INK[2] / 255)
QUIET = (0.32, 0.34, 0.40)
CAPTION_SIZE = 6.5
CAPTION_SHARE = 0.42  # of a signature's box, at most
LINE_WIDTH = 0.9
SEPARATOR = " · "
TICK = ((0.2, 0.55), (0.42, 0.76), (0.82, 0.24))
"""Shares of a square: the tick of the mark (templates/_mark.svg)."""


@dataclass(frozen=True)
class StampedValue:
    """One value in its box: points from the top left corner of the page (the first is 1).

    `text` is the value, or what a picture says (a typed name). A checkbox is ticked if it has a
    text; a line goes through the middle of its box. `caption` is the manifestation under a
    signature: name, time with zone, meaning.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    printed: Printed
    text: str = ""
    image: bytes = b""
    caption: tuple[str, ...] = ()
    look: TextLook = PLAIN

    @property
    def box(self) -> pymupdf.Rect:
        return pymupdf.Rect(self.x, self.y, self.x + self.width, self.y + self.height)


def burn_in(canonical: bytes, marks: tuple[StampedValue, ...]) -> bytes:
    """The canonical version, byte for byte, followed by the revision that draws all marks."""
    return canonical + drawn(canonical, marks)


def drawn(canonical: bytes, marks: tuple[StampedValue, ...]) -> bytes:
    """The revision alone; the same input gives the same bytes, and no marks give none."""
    pages = _by_page(marks)
    if not pages:
        return b""
    with pymupdf.open("pdf", canonical) as document, pymupdf.open() as sheets:
        for number, on_page in pages.items():
            bounds = document[number - 1].rect
            sheet = sheets.new_page(width=bounds.width, height=bounds.height)
            for mark in on_page:
                draw(sheet, mark)
        sheets.subset_fonts()
        for position, number in enumerate(pages):
            page = document[number - 1]
            page.show_pdf_page(page.rect, sheets, position)
        return revision.written(document, len(canonical))


def _by_page(marks: tuple[StampedValue, ...]) -> dict[int, list[StampedValue]]:
    pages: dict[int, list[StampedValue]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: mark.page):
        pages[mark.page].append(mark)
    return pages


def draw(sheet: pymupdf.Page, mark: StampedValue) -> None:
    """One mark, on a sheet that shows its page's coordinates."""
    match mark.printed:
        case Printed.TEXT:
            _draw_text(sheet, mark)
        case Printed.TICK:
            _draw_tick(sheet, mark)
        case Printed.LINE:
            _draw_line(sheet, mark)
        case Printed.PICTURE:
            _draw_signature(sheet, mark)


def _draw_text(sheet: pymupdf.Page, mark: StampedValue) -> None:
    look, box, rgb = mark.look, mark.box, _rgb(mark.look.colour)
    if look.cells:
        text_drawing.write_in_cells(sheet, box, mark.text, look.cells, look.size, rgb, look.face)
        return
    padding = (box.width - inside(box.width)) / 2
    inner = pymupdf.Rect(box.x0 + padding, box.y0, box.x1 - padding, box.y1)
    size, align, face = look.size, look.align, look.face
    text_drawing.write(sheet, inner, mark.text, size, rgb, align, face, SMALLEST)


def _rgb(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = colour
    return red / 255, green / 255, blue / 255


def _draw_tick(sheet: pymupdf.Page, mark: StampedValue) -> None:
    if not mark.text:
        return
    side = min(mark.width, mark.height)
    left, top = mark.x + (mark.width - side) / 2, mark.y + (mark.height - side) / 2
    tick = [(left + side * x, top + side * y) for x, y in TICK]
    sheet.draw_polyline(tick, color=PEN, width=max(side * 0.11, 0.8), lineCap=1, lineJoin=1)
    text_drawing.write_unseen(sheet, mark.box, "x")


def _draw_line(sheet: pymupdf.Page, mark: StampedValue) -> None:
    middle = mark.y + mark.height / 2
    ends = (mark.x, middle), (mark.x + mark.width, middle)
    sheet.draw_line(*ends, color=PEN, width=LINE_WIDTH)


def _draw_signature(sheet: pymupdf.Page, mark: StampedValue) -> None:
    box = mark.box
    if mark.caption:
        box.y1 = _draw_caption(sheet, mark) - 0.5
    pixmap, width, height = signature_image.place(mark.image, box.width, box.height)
    shown = pymupdf.Rect(box.x0, box.y1 - height, box.x0 + width, box.y1)
    if mark.text:
        text_drawing.write_unseen(sheet, shown, mark.text)
    sheet.insert_image(shown, pixmap=pixmap)


def _draw_caption(sheet: pymupdf.Page, mark: StampedValue) -> float:
    """Write the caption at the bottom of the box below a hairline; give the hairline's y."""
    box = mark.box
    room = box.height * CAPTION_SHARE
    ways = ("\n".join(mark.caption), SEPARATOR.join(mark.caption))
    fitted = [fit(way, box.width, room, CAPTION_SIZE) for way in ways]
    best = 0 if fitted[0].size >= fitted[1].size else 1
    # other scripts stand higher than ours: they take all the room there is
    height = room if text_drawing.needs_shaping(ways[best]) else min(fitted[best].height, room)
    line = box.y1 - height - 0.5
    sheet.draw_line((box.x0, line), (box.x1, line), color=QUIET, width=0.3)
    below = pymupdf.Rect(box.x0, line + 0.5, box.x1, box.y1)
    text_drawing.write(sheet, below, ways[best], CAPTION_SIZE, QUIET)
    return float(line)
