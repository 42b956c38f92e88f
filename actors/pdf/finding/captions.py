"""Which words beside, below, above or in a blank say what belongs there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actors.pdf.finding import labels
from actors.pdf.finding.blanks import BlankLook, BlankSpot, inside
from actors.pdf.finding.drawn_lines import Drawing
from actors.pdf.finding.page_words import PageWords, Word

FARTHEST_LEFT = 90.0
"""Points between a label and the line beside it."""

BELOW, ABOVE = 17.0, 34.0
LONG = 100.0
"""Points of a drawn line that a label such as "X" is believed beside."""

WORDS_GAP = 14.0
"""Points between words, beyond which others begin."""

MOST_WORDS = 12


@dataclass(frozen=True)
class Caption:
    """`asks` is "" where the words are none of the vocabulary's."""

    words: tuple[Word, ...]
    asks: str
    is_weak: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def ends_with_colon(self) -> bool:
        return self.text.rstrip().endswith((":", "："))


NONE = Caption((), "")


def of(
    blank: BlankSpot, words: PageWords, drawing: Drawing, blanks: Sequence[BlankSpot]
) -> Caption:
    """The best there is; an empty one where no words are near."""
    if blank.look is BlankLook.SQUARE:
        return _of_square(blank, words, blanks)
    if blank.look is BlankLook.CELL:
        return _of_cell(blank, words, drawing)
    beside = _caption(words, _left(blank, words, blanks))
    if beside.is_weak and blank.look is BlankLook.RULE and blank.width < LONG:
        return NONE
    if beside.asks or (beside.words and _is_field_like(beside)):
        return beside
    for found in (
        _caption(words, _below(blank, words, blanks)),
        _caption(words, _above(blank, words, blanks)),
    ):
        if found.asks and not found.is_weak:
            return found
    return beside


def _is_field_like(caption: Caption) -> bool:
    return caption.ends_with_colon and len(caption.words) <= 6


def _caption(page: PageWords, words: Sequence[Word]) -> Caption:
    if not words:
        return NONE
    found = labels.meaning(" ".join(word.text for word in words), page.languages)
    if found is None:
        return Caption(tuple(words), "")
    return Caption(tuple(words), found.asks, found.is_weak)


def _left(blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]) -> list[Word]:
    """The words before it on its line, back to the next blank or a wide gap."""
    line = blank.y1
    row = [w for w in words.based(line - 7.5, line + 5) if w.x1 <= blank.x0 + 3 and not w.is_square]
    if not row:
        return []
    base = max(row, key=lambda w: w.x1).base
    gathered: list[Word] = []
    edge = blank.x0
    for word in sorted((w for w in row if abs(w.base - base) < 0.1), key=lambda w: -w.x1):
        gap = edge - word.x1
        most = FARTHEST_LEFT if not gathered else WORDS_GAP
        if word.is_blank or gap > most or len(gathered) >= MOST_WORDS:
            break
        if gathered and word.text.endswith((":", ";")):
            break
        if any(b.x0 >= word.x1 - 1 and b.x1 <= edge + 1 and _level(b, blank) for b in blanks):
            break
        gathered.insert(0, word)
        edge = word.x0
    return gathered


def _level(one: BlankSpot, other: BlankSpot) -> bool:
    return one is not other and abs(one.y1 - other.y1) < 6


def _below(blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]) -> list[Word]:
    """The first line under it, if it lies under the blank alone and has no blank of its own."""
    under = [
        w
        for w in words.based(blank.y1 + 3, blank.y1 + BELOW + 6)
        if w.y0 <= blank.y1 + BELOW and w.x1 > blank.x0 - 4 and w.x0 < blank.x1 + 4
    ]
    if not under:
        return []
    row = [w for w in under if w.base == under[0].base]
    group = next((g for g in _groups(row) if g[-1].x1 > blank.x0), [])
    if not group or group[0].x0 < blank.x0 - 20 or group[-1].x1 > blank.x1 + 50:
        return []
    return [] if _has_own(group, blank, words, blanks) else group


def _above(blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]) -> list[Word]:
    over = [
        w
        for w in words.based(blank.y1 - ABOVE - 8, blank.y1 - 9)
        if w.x1 > blank.x0 - 4 and w.x0 < blank.x1 + 4
    ]
    if not over:
        return []
    row = [w for w in over if w.base == over[-1].base]
    group = next((g for g in _groups(row) if g[-1].x1 > blank.x0), [])
    if not group or abs(group[0].x0 - blank.x0) > 24 or group[-1].x1 > blank.x1 + 30:
        return []
    return [] if _has_own(group, blank, words, blanks) else group


def _groups(row: Sequence[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in row:
        if group and (word.x0 - group[-1].x1 > WORDS_GAP or word.is_blank):
            yield group
            group = []
        if not word.is_blank:
            group.append(word)
    if group:
        yield group


def _has_own(
    group: Sequence[Word], blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]
) -> bool:
    """Whether the words lead to another blank on their own line."""
    base, right = group[0].base, group[-1].x1
    return any(
        other is not blank
        and other.look is not BlankLook.SQUARE
        and -6 <= other.y1 - base <= 8
        and right - 3 <= other.x0 <= right + FARTHEST_LEFT
        for other in blanks
    )


def _of_cell(blank: BlankSpot, words: PageWords, drawing: Drawing) -> Caption:
    """In the box itself, in the one to its left, beside it, or in the one above it."""
    own = inside(words, blank)
    if own:
        return _caption(words, own)
    left = [
        cell
        for cell in drawing.cells
        if abs(cell.x1 - blank.x0) < 2 and abs(cell.y0 - blank.y0) < 3
    ]
    for cell in left:
        if beside := inside(words, cell):
            return _caption(words, beside)
    middle = (blank.y0 + blank.y1) / 2
    row = [w for w in words.based(middle - 4, middle + 12) if w.x1 <= blank.x0 + 1]
    if row and not left:
        group = list(_groups([w for w in row if w.base == row[-1].base]))[-1:]
        if group and blank.x0 - group[0][-1].x1 < FARTHEST_LEFT:
            return _caption(words, group[0])
    over = [w for w in words.based(blank.y0 - 16, blank.y0) if blank.x0 - 4 <= w.x0 <= blank.x1]
    if over and not left:
        return _caption(words, next(_groups([w for w in over if w.base == over[-1].base]), []))
    return _of_column(blank, words, drawing)


def _of_column(blank: BlankSpot, words: PageWords, drawing: Drawing) -> Caption:
    """The head of a table's column, above empty boxes."""
    top = blank.y0
    for _ in range(12):
        over = [
            c
            for c in drawing.cells
            if abs(c.y1 - top) < 2 and abs(c.x0 - blank.x0) < 2 and abs(c.x1 - blank.x1) < 2
        ]
        if not over:
            return NONE
        if found := inside(words, over[0]):
            return _caption(words, found)
        top = over[0].y0
    return NONE


def _of_square(blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]) -> Caption:
    """The text to the right of a checkbox, up to the next one; else to its left."""
    middle = (blank.y0 + blank.y1) / 2
    row = [w for w in words.based(middle - 2, middle + 9) if not w.is_square]
    stop = min(
        (
            b.x0
            for b in blanks
            if b.look is BlankLook.SQUARE and b.x0 > blank.x1 and abs(b.y1 - blank.y1) < 5
        ),
        default=float("inf"),
    )
    right = [w for w in row if w.x0 >= blank.x1 - 1 and w.x1 <= stop + 1]
    group = next(_groups(right), [])
    if group and group[0].x0 - blank.x1 < 26:
        return Caption(tuple(group[:MOST_WORDS]), "checkbox")
    left = list(_groups([w for w in row if w.x1 <= blank.x0 + 1]))
    if left and blank.x0 - left[-1][-1].x1 < 26:
        return Caption(tuple(left[-1][-MOST_WORDS:]), "checkbox")
    return NONE
