"""The size and place of a suggested field: on its line, as high as there is room."""

from dataclasses import replace

import pymupdf

from actors.pdf.finding.blanks import BlankLook, BlankSpot, inside
from actors.pdf.finding.captions import Caption
from actors.pdf.finding.drawn_lines import Drawing
from actors.pdf.finding.page_words import PageWords
from actors.pdf.finding.suggestion import Suggestion

TALLEST = {"signature": 40.0, "initials": 28.0}
LOW, LOWEST = 18.0, 11.0
WIDEST = {"signature": 220.0, "initials": 70.0, "date": 130.0, "other_date": 130.0}
WIDE = 320.0
OF_A_SENTENCE = 4
"""Words before a blank by which it is called."""

SMALLEST = 6.0


def of_blank(
    page: pymupdf.Page,
    blank: BlankSpot,
    caption: Caption,
    asks: str,
    words: PageWords,
    drawing: Drawing,
) -> Suggestion | None:
    x0, y0, x1, y1 = blank.x0, blank.y0, blank.x1, blank.y1
    if blank.letters:
        comb = placed(page, asks, (x0, y0, x1, y1), caption)
        return comb and replace(comb, letters=blank.letters)
    if blank.look is BlankLook.SQUARE:
        side = min(x1 - x0, y1 - y0)
        return placed(page, asks, (x0, y1 - side, x0 + side, y1), caption)
    if blank.look is BlankLook.CELL:
        own = inside(words, blank)
        if own and blank.y1 - max(w.y1 for w in own) >= 12:
            y0 = max(w.y1 for w in own)
        elif own:
            x0 = max(w.x1 for w in own) + 4
        room = y1 - y0 - 2
        tall = min(room, TALLEST.get(asks, 24.0))
        box = (x0 + 2, y1 - 1 - tall, min(x1 - 2, x0 + 2 + _widest(asks)), y1 - 1)
        return placed(page, asks, box, caption)
    tall = height(asks, blank, words, drawing)
    return placed(page, asks, (x0, y1 - tall, min(x1, x0 + _widest(asks)), y1), caption)


def height(asks: str, blank: BlankSpot, words: PageWords, drawing: Drawing) -> float:
    """As much as there is above the line, up to what is usual."""
    over = [
        w.base + 2
        for w in words.based(blank.y1 - 60, blank.y1 - 8)
        if w.x1 > blank.x0 + 2 and w.x0 < blank.x1 - 2
    ]
    over += [
        line.at + 1
        for line in drawing.across
        if blank.y1 - 60 < line.at < blank.y1 - 8
        if line.end > blank.x0 + 2 and line.start < blank.x1 - 2
    ]
    free = blank.y1 - max(over, default=blank.y1 - 60)
    return min(TALLEST.get(asks, LOW), max(free, LOWEST))


def placed(
    page: pymupdf.Page, asks: str, box: tuple[float, float, float, float], caption: Caption
) -> Suggestion | None:
    """On its page and large enough to be a field."""
    x0, y0 = max(box[0], 0), max(box[1], 0)
    x1, y1 = min(box[2], page.rect.width), min(box[3], page.rect.height)
    if x1 - x0 < SMALLEST or y1 - y0 < SMALLEST:
        return None
    return Suggestion(
        asks,
        page.number + 1,
        round(x0, 2),
        round(y0, 2),
        round(x1 - x0, 2),
        round(y1 - y0, 2),
        _label(caption),
    )


def _label(caption: Caption) -> str:
    """As a person would name the field."""
    words = caption.text.split()
    if not caption.asks and len(words) > OF_A_SENTENCE:
        words = ["…", *words[-OF_A_SENTENCE:]]
    text = " ".join(words).strip(" :：._-–—[]*,;▶►")
    if text.count("(") != text.count(")") or (text[:1] + text[-1:] == "()"):
        text = text.strip("()")
    return text if len(text) <= 60 else text[:59] + "…"


def _widest(asks: str) -> float:
    return WIDEST.get(asks, WIDE)
