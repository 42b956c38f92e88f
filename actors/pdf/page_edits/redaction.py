"""Takes what lies under a box out of its page for good, and checks that nothing of it is left.

Text and links in the box go; of pictures the pixels; drawings that touch the box go as a whole,
for half of a line may still tell what it said. A letter that reaches into the box goes as well, and
is blacked out where it stood.
"""

import re
from collections.abc import Iterator
from typing import Any

import pymupdf
from pymupdf import mupdf

from core.documents.edited_page import Box
from core.documents.refusals import NotRedacted

DPI, EVEN = 100, 12
"""How closely is looked at what is left, and by how much its colours may differ, of 255."""

EDGE = 1.0
TOUCHING = 0.2
"""By how many points a letter lies in a box before it is one that reaches into it."""

MUCH = 0.3
"""Of the height of a letter: lines above and below reach into a box with less than that."""

MASK = re.compile(r"/S\s*/(?:Luminosity|Alpha)\b")
GROUP = re.compile(r"/G (\d+) 0 R")
PATTERN = re.compile(r"/PatternType 1\b")
SHOWING = re.compile(rb"(?:\bTj|\bTJ|\bDo|\bBI|['\"])\s")
"""What shows text, pictures and other drawings in a content stream."""

BLACK = (0, 0, 0)
NO_FILL: Any = False


def redact(page: pymupdf.Page, boxes: tuple[Box, ...]) -> None:
    """Boxes in points from the top left corner of the page, which is not turned.

    Raises NotRedacted when anything is left in one of them.
    """
    if _has_drawings_aside(page):
        raise NotRedacted
    places = [pymupdf.Rect(x, y, x + width, y + height) for x, y, width, height in boxes]
    for link in page.get_links():
        if any(place.intersects(link["from"]) for place in places):
            page.delete_link(link)
    _take_out(page, places)
    reaching: list[pymupdf.Rect] = []
    for share in (MUCH, 0.0):
        left = [place for place in places if _is_left(page, place)]
        found = [box for place in left for box in _letters(page, place, share)]
        if found:
            _take_out(page, found)
            reaching += found
    if any(_is_left(page, place) for place in places):
        raise NotRedacted
    for place in (*places, *reaching):
        page.draw_rect(place, color=None, fill=BLACK, width=0)


def _take_out(page: pymupdf.Page, places: list[pymupdf.Rect]) -> None:
    for place in places:
        page.add_redact_annot(place, fill=NO_FILL, cross_out=False)
    page.apply_redactions(
        images=mupdf.PDF_REDACT_IMAGE_PIXELS,
        graphics=mupdf.PDF_REDACT_LINE_ART_REMOVE_IF_TOUCHED,
        text=mupdf.PDF_REDACT_TEXT_REMOVE,
    )


def _is_left(page: pymupdf.Page, place: pymupdf.Rect) -> bool:
    return bool(page.get_text("text", clip=place).strip()) or not _is_even(page, place)


def _letters(page: pymupdf.Page, place: pymupdf.Rect, share: float) -> Iterator[pymupdf.Rect]:
    """The boxes of the letters that reach into the place, with more than this share of them."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                for letter in span["chars"]:
                    box = pymupdf.Rect(letter["bbox"])
                    inside = box & place
                    touches = min(inside.width, inside.height) > TOUCHING
                    much = inside.height > share * box.height
                    if touches and much and letter["c"].strip():
                        yield box


def _has_drawings_aside(page: pymupdf.Page) -> bool:
    """Text or pictures in a soft mask or in the tile of a pattern, which redacting leaves there."""
    with pymupdf.open() as alone:
        alone.insert_pdf(page.parent, from_page=page.number, to_page=page.number, links=False)
        objects = {xref: alone.xref_object(xref) for xref in range(1, alone.xref_length())}
        groups = [
            int(n) for text in objects.values() if MASK.search(text) for n in GROUP.findall(text)
        ]
        tiles = [xref for xref, text in objects.items() if PATTERN.search(text)]
        return any(SHOWING.search(alone.xref_stream(xref) or b"") for xref in (*groups, *tiles))


def _is_even(page: pymupdf.Page, place: pymupdf.Rect) -> bool:
    """Whether nothing can be told apart inside of it."""
    inner = pymupdf.Rect(place.x0 + EDGE, place.y0 + EDGE, place.x1 - EDGE, place.y1 - EDGE)
    if inner.is_empty:
        return True
    drawn = page.get_pixmap(dpi=DPI, clip=inner, alpha=False)
    samples, channels = drawn.samples, drawn.n
    spread = (
        max(samples[channel::channels]) - min(samples[channel::channels])
        for channel in range(channels)
    )
    return not samples or all(each <= EVEN for each in spread)
