"""Takes what lies under a box out of its page for good, and checks that nothing of it is left.

Text and links in the box go; of pictures the pixels; drawings that touch the box go as a whole,
for half of a line may still tell what it said.
"""

from typing import Any

import pymupdf
from pymupdf import mupdf

from core.documents.edited_page import Box
from core.documents.refusals import NotRedacted

DPI, EVEN = 100, 12
"""How closely is looked at what is left, and by how much its colours may differ, of 255."""

EDGE = 1.0
BLACK = (0, 0, 0)
NO_FILL: Any = False


def redact(page: pymupdf.Page, boxes: tuple[Box, ...]) -> None:
    """Boxes in points from the top left corner of the page, which is not turned.

    Raises NotRedacted when anything is left in one of them.
    """
    places = [pymupdf.Rect(x, y, x + width, y + height) for x, y, width, height in boxes]
    for link in page.get_links():
        if any(place.intersects(link["from"]) for place in places):
            page.delete_link(link)
    for place in places:
        page.add_redact_annot(place, fill=NO_FILL, cross_out=False)
    page.apply_redactions(
        images=mupdf.PDF_REDACT_IMAGE_PIXELS,
        graphics=mupdf.PDF_REDACT_LINE_ART_REMOVE_IF_TOUCHED,
        text=mupdf.PDF_REDACT_TEXT_REMOVE,
    )
    for place in places:
        if page.get_text("text", clip=place).strip() or not _is_even(page, place):
            raise NotRedacted
    for place in places:
        page.draw_rect(place, color=None, fill=BLACK, width=0)


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
