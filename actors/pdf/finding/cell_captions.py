"""Which words say what belongs into a box: those in it, beside it, above it, or its column's."""

from collections.abc import Sequence

from actors.pdf.finding import labels, near_words
from actors.pdf.finding.blanks import BlankSpot, inside
from actors.pdf.finding.drawn_lines import Cell, Drawing
from actors.pdf.finding.page_words import PageWords, Word

HIGHEST = 12
"""Rows of a table."""

FEWEST_ROWS, FEWEST_COLUMNS = 2, 2
"""Of a list."""


def words_of(blank: BlankSpot, words: PageWords, drawing: Drawing) -> Sequence[Word]:
    """None where the box is part of a table of goods, hours and the like."""
    if own := inside(words, blank):
        return own
    left = [
        cell
        for cell in drawing.cells
        if abs(cell.x1 - blank.x0) < 2 and abs(cell.y0 - blank.y0) < 3
    ]
    for cell in left:
        if beside := inside(words, cell):
            return beside
    middle = (blank.y0 + blank.y1) / 2
    row = [w for w in words.based(middle - 4, middle + 12) if w.x1 <= blank.x0 + 1]
    if row and not left:
        group = list(near_words.groups([w for w in row if w.base == row[-1].base]))[-1:]
        if group and blank.x0 - group[0][-1].x1 < near_words.FARTHEST_LEFT:
            return group[0]
    over = [w for w in words.based(blank.y0 - 16, blank.y0) if blank.x0 - 4 <= w.x0 <= blank.x1]
    if over and not left and not any(_is_over(cell, blank) for cell in drawing.cells):
        return next(near_words.groups([w for w in over if w.base == over[-1].base]), [])
    return _of_column(blank, words, drawing)


def _is_over(cell: Cell, blank: BlankSpot) -> bool:
    return abs(cell.y1 - blank.y0) < 2 and cell.x0 < blank.x1 - 1 and cell.x1 > blank.x0 + 1


def _of_column(blank: BlankSpot, words: PageWords, drawing: Drawing) -> Sequence[Word]:
    """The head of a table's column, above empty boxes."""
    top = blank.y0
    for _ in range(HIGHEST):
        near = (c for c in drawing.cells if abs(c.y1 - top) < 2 and _in_column(c, blank))
        over = next(near, None)
        if over is None:
            return ()
        if found := inside(words, over):
            return () if _is_list(over, words, drawing) else found
        top = over.y0
    return ()


def _is_list(head: Cell, words: PageWords, drawing: Drawing) -> bool:
    """Whether the boxes under a head are rows of goods or hours: there are several, and no one
    signs in any of them."""
    under = [c for c in drawing.cells if _in_column(c, head) and c.y0 > head.y0]
    row = [c for c in drawing.cells if abs(c.y0 - head.y0) < 1 and abs(c.y1 - head.y1) < 1]
    if len(under) < FEWEST_ROWS or len(row) < FEWEST_COLUMNS:
        return False
    heads = (" ".join(word.text for word in inside(words, cell)) for cell in row)
    found = (labels.meaning(text, words.languages) for text in heads)
    return not any(one and one.asks in ("signature", "initials") for one in found)


def _in_column(cell: Cell, blank: BlankSpot | Cell) -> bool:
    return abs(cell.x0 - blank.x0) < 2 and abs(cell.x1 - blank.x1) < 2
