"""Labels that end with a colon and have nothing after them: one writes beside them."""

from collections.abc import Iterator, Sequence

import pymupdf

from actors.pdf.finding import labels, near_words, page_words, suggested_boxes
from actors.pdf.finding.blanks import BlankLook, BlankSpot
from actors.pdf.finding.captions import Caption
from actors.pdf.finding.drawn_lines import Drawing
from actors.pdf.finding.page_words import PageWords, Word
from actors.pdf.finding.suggestion import Suggestion

OPEN = {"signature": 170.0, "date": 110.0, "other_date": 110.0, "initials": 60.0}
USUAL = 200.0
"""Points of a field after a label that no line follows."""

FREE = 80.0
"""Points that have to be free for that."""

MARGIN = 36.0


def of(
    page: pymupdf.Page,
    words: PageWords,
    drawing: Drawing,
    blanks: Sequence[BlankSpot],
    used: set[Word],
) -> Iterator[Suggestion | None]:
    """Labels that end with a colon, with nothing after them on their line."""
    edge = page.rect.width - max(MARGIN, min((w.x0 for w in words.all), default=MARGIN))
    for row in page_words.rows(words.all):
        for number, word in enumerate(row):
            if not word.text.endswith((":", "：")) or word in used:
                continue
            label = _back(row, number)
            asks = labels.meaning(" ".join(w.text for w in label), words.languages)
            if asks is None or asks.is_weak or len(label) > 5 or any(w in used for w in label):
                continue
            following = row[number + 1] if number + 1 < len(row) else None
            end = _edge(drawing, word, min(edge, following.x0 - 10 if following else edge))
            start = word.x1 + 5
            if end - start < FREE or _is_answered(words, drawing, label, start, end, blanks):
                continue
            wide = min(OPEN.get(asks.asks, USUAL), end - start)
            line = word.base + 2.5
            tall = suggested_boxes.height(
                asks.asks, BlankSpot(BlankLook.RULE, start, 0, start + wide, line), words, drawing
            )
            caption = Caption(tuple(label), asks.asks)
            yield suggested_boxes.placed(
                page, asks.asks, (start, line - tall, start + wide, line), caption
            )


def _back(row: Sequence[Word], number: int) -> list[Word]:
    label = [row[number]]
    for word in reversed(row[:number]):
        near = label[0].x0 - word.x1 <= near_words.WORDS_GAP
        if not near or word.is_blank or word.is_square or word.text.endswith((":", "：")):
            break
        label.insert(0, word)
    return label


def _edge(drawing: Drawing, word: Word, edge: float) -> float:
    """Up to the next line that goes down there."""
    walls = [
        line.at
        for line in drawing.down
        if word.x1 < line.at < edge and line.start <= word.base <= line.end
    ]
    return min([edge, *(wall - 3 for wall in walls)])


def _is_answered(
    words: PageWords,
    drawing: Drawing,
    label: Sequence[Word],
    start: float,
    end: float,
    blanks: Sequence[BlankSpot],
) -> bool:
    """By a line or box beside or below it, or by words below that are no label themselves."""
    base, size = label[-1].base, label[-1].size
    for blank in blanks:
        beside = -8 <= blank.y1 - base <= 10 and start - 8 <= blank.x0 <= end
        below = 0 <= blank.y1 - base <= 44 and blank.x0 <= label[0].x0 + 24
        if beside or (below and blank.x1 > label[0].x0):
            return True
    for cell in drawing.cells:
        if cell.y0 <= base <= cell.y1 and cell.x0 <= start <= cell.x1:
            return True
    under = [
        w
        for w in words.based(base + 4, base + 1.9 * size)
        if w.x0 < label[-1].x1 + 40 and w.x1 > label[0].x0 - 2
    ]
    return bool(under) and not any(w.text.endswith((":", "：")) for w in under)
