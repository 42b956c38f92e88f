"""The blanks of a page, whatever they ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from actors.pdf.finding.drawn_lines import Cell, Drawing, Line
from actors.pdf.finding.page_words import NARROWEST, PageWords, Word

SHORTEST = 30.0
"""Points of a drawn line to write on."""

ROOM = 40.0
"""Points above a line at most, for a signature."""

LETTER = (7.0, 26.0)
"""Points of width of a box for one letter."""

FEWEST_LETTERS = 4

SQUARE = (5.5, 20.0)
"""Points of a box to tick."""

MOST_BLANKS = 300
"""Of one page: with more it is lined or squared paper."""


class BlankLook(StrEnum):
    TYPED = "typed"  # underscores or dots
    RULE = "rule"
    CELL = "cell"
    SQUARE = "square"


@dataclass(frozen=True)
class BlankSpot:
    """The baseline of the writing is `y1`, between `x0` and `x1`, with room up to `y0`.

    `letters` is how many boxes for one letter each it is made of.
    """

    look: BlankLook
    x0: float
    y0: float
    x1: float
    y1: float
    letters: int = 0

    @property
    def width(self) -> float:
        return self.x1 - self.x0


def of(words: PageWords, drawing: Drawing) -> list[BlankSpot]:
    """In no order."""
    found = [*_typed(words.all), *_rules(words, drawing), *_boxes(words, drawing)]
    return found if len(found) <= MOST_BLANKS else []


def _typed(words: Sequence[Word]) -> Iterator[BlankSpot]:
    for number, word in enumerate(words):
        if word.is_square:
            yield BlankSpot(
                BlankLook.SQUARE, word.x0, word.base - 0.8 * word.size, word.x1, word.base
            )
        elif word.is_blank and word.x1 - word.x0 >= NARROWEST:
            following = words[number + 1] if number + 1 < len(words) else None
            if not (word.is_dotted and following and _is_page_number(word, following)):
                line = word.base + (1.5 if word.is_dotted else 2.0)
                yield BlankSpot(BlankLook.TYPED, word.x0, line - ROOM, word.x1, line)


def _is_page_number(dots: Word, following: Word) -> bool:
    """A line of a table of contents leads to a number."""
    same = abs(following.base - dots.base) <= 2.5 and following.x0 >= dots.x1 - 1
    number = following.text.rstrip(".").lower()
    return same and (number.isdigit() or set(number) <= set("ivxlc"))


def _rules(words: PageWords, drawing: Drawing) -> Iterator[BlankSpot]:
    for line in drawing.across:
        if line.length < SHORTEST or _is_edge(line, drawing):
            continue
        near = words.based(line.at - 6, line.at + 1.5)
        on_it = [w for w in near if w.x1 > line.start + 1 and w.x0 < line.end - 1]
        covered = sum(min(w.x1, line.end) - max(w.x0, line.start) for w in on_it)
        start = line.start
        if any(word.is_blank for word in on_it):
            continue
        if on_it:
            after = max(w.x1 for w in on_it)
            if covered > 0.5 * line.length or line.end - after < SHORTEST:
                continue
            if any(w.x0 - line.start > 40 for w in on_it[:1]):
                continue
            start = after + 5
        yield BlankSpot(BlankLook.RULE, start, line.at - ROOM, line.end, line.at)


def _is_edge(line: Line, drawing: Drawing) -> bool:
    """Part of a box or a table: another line meets one of its ends."""
    return any(
        (abs(other.at - line.start) <= 2 or abs(other.at - line.end) <= 2)
        and other.start - 2 <= line.at <= other.end + 2
        for other in drawing.down
    ) or any(
        cell.x0 - 2 <= line.start
        and line.end <= cell.x1 + 2
        and (abs(cell.y0 - line.at) < 1 or abs(cell.y1 - line.at) < 1)
        for cell in drawing.cells
    )


def _boxes(words: PageWords, drawing: Drawing) -> Iterator[BlankSpot]:
    combs = list(_combs(words, drawing.cells))
    for comb in combs:
        first, last = comb[0], comb[-1]
        yield BlankSpot(BlankLook.CELL, first.x0, first.y0, last.x1, first.y1, len(comb))
    of_combs = {cell for comb in combs for cell in comb}
    for cell in drawing.cells:
        if cell in of_combs:
            continue
        if _is_square(cell):
            if not inside(words, cell):
                yield BlankSpot(BlankLook.SQUARE, cell.x0, cell.y0, cell.x1, cell.y1)
        elif cell.width >= SHORTEST and 11 <= cell.height <= 160:
            yield BlankSpot(BlankLook.CELL, cell.x0, cell.y0, cell.x1, cell.y1)


def _combs(words: PageWords, cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Rows of empty boxes, side by side and of one size: one for each letter."""
    least, most = LETTER
    run: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: (round(cell.y0), round(cell.y1), cell.x0)):
        fits = least <= cell.width <= most and 9 <= cell.height <= 30 and not inside(words, cell)
        if run and not (fits and _continues(run[-1], cell)):
            if len(run) >= FEWEST_LETTERS:
                yield run
            run = []
        if fits:
            run.append(cell)
    if len(run) >= FEWEST_LETTERS:
        yield run


def _continues(one: Cell, other: Cell) -> bool:
    level = abs(one.y0 - other.y0) < 1 and abs(one.y1 - other.y1) < 1
    return level and abs(other.x0 - one.x1) < 3 and abs(other.width - one.width) < 3.5


def _is_square(cell: Cell) -> bool:
    least, most = SQUARE
    sides = (cell.width, cell.height)
    return least <= min(sides) and max(sides) <= most and max(sides) <= 1.35 * min(sides)


def inside(words: PageWords, box: Cell | BlankSpot) -> list[Word]:
    """The words whose middle lies in the box."""
    return [
        word
        for word in words.based(box.y0 - 2, box.y1 + 30)
        if box.x0 <= (word.x0 + word.x1) / 2 <= box.x1
        and box.y0 <= (word.y0 + word.y1) / 2 <= box.y1
    ]
