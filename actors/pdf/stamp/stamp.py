"""Burning values and signatures into a document's pages, for good and for everyone to see.

The marks are drawn on sheets of their own, which are laid over the pages: the pages' content,
links and outline stay as they are, and only the fonts of the sheets are cut down.
"""

from collections import defaultdict
from dataclasses import dataclass

import pymupdf

from actors.pdf.stamp import revision, signature_image
from actors.pdf.typesetting import text_drawing
from actors.pdf.typesetting.line_breaking import fit
from core.fields.kind import Printed
from core.fields.properties import VALUE_SIZE
from core.signing.ink import INK

PEN = (INK[0] / 255, INK[1] / 255, INK[2] / 255)
QUIET = (0.32, 0.34, 0.40)
CAPTION_SIZE = 6.5
CAPTION_SHARE = 0.42  # of a signature's box, at most
PADDING = 2.0
LINE_WIDTH = 0.9
SEPARATOR = " · "
TICK = ((0.2, 0.55), (0.42, 0.76), (0.82, 0.24))
"""Shares of a square: the tick of the mark (templates/_mark.svg)."""


@dataclass(frozen=True)
class StampedValue:
    """One value in its box: points from the top left corner of the page (the first is 1).

    `text` is the value, or what a picture says (a typed name). A checkbox is ticked if it has a
    text; a line goes through the middle of its box. `caption` is the manifestation under a
    signature: name, time with zone, meaning. `size` is the largest one that text gets, `align` 0
    for left, 0.5 for the middle, 1 for right.
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
    size: float = VALUE_SIZE
    align: float = 0.0

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
            text_drawing.write(sheet, _inside(mark.box), mark.text, mark.size, PEN, mark.align)
        case Printed.TICK:
            _draw_tick(sheet, mark)
        case Printed.LINE:
            _draw_line(sheet, mark)
        case Printed.PICTURE:
            _draw_signature(sheet, mark)


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


def _inside(box: pymupdf.Rect) -> pymupdf.Rect:
    """The box without its padding; a box too small for padding is used whole."""
    if box.width <= 4 * PADDING or box.height <= 4 * PADDING:
        return box
    return pymupdf.Rect(box.x0 + PADDING, box.y0, box.x1 - PADDING, box.y1)
