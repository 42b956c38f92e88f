"""Which words beside, below, above or in a blank say what belongs there."""

from collections.abc import Sequence
from dataclasses import dataclass

from actors.pdf.finding import cell_captions, labels, near_words
from actors.pdf.finding.blanks import BlankLook, BlankSpot
from actors.pdf.finding.drawn_lines import Drawing
from actors.pdf.finding.page_words import PageWords, Word

LONG = 100.0
"""Points of a drawn line that a label such as "X" is believed beside."""


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
        return _caption(words, cell_captions.words_of(blank, words, drawing))
    beside = _caption(words, near_words.before(blank, words, blanks))
    if beside.is_weak and blank.look is BlankLook.RULE and blank.width < LONG:
        return NONE
    if beside.asks or (beside.words and _is_field_like(beside)):
        return beside
    following = near_words.after(blank, words)
    if following or _adjoins(blank, beside):
        return beside if beside.words else Caption(tuple(following), "")
    for near in _over_and_under(blank, words, blanks):
        found = _caption(words, near)
        if found.asks and not found.is_weak:
            return found
    far = _caption(words, near_words.over(blank, words, blanks, near_words.FAR_ABOVE))
    return far if far.asks == "signature" else beside


def _adjoins(blank: BlankSpot, beside: Caption) -> bool:
    """A blank in a sentence, whose words go on around it."""
    gap = near_words.ADJOINING
    return bool(beside.words) and blank.x0 - beside.words[-1].x1 <= gap


def _over_and_under(
    blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]
) -> tuple[list[Word], list[Word]]:
    """The likelier first: where a column of lines ends without words under it, they are over."""
    below = near_words.under(blank, words, blanks)
    above = near_words.over(blank, words, blanks)
    if not (below and above):
        return below, above
    column = sorted(
        (b for b in blanks if abs(b.x0 - blank.x0) < 6 and b.look is not BlankLook.SQUARE),
        key=lambda b: b.y1,
    )
    last = _last_of_column(blank, column, words, blanks)
    return (below, above) if near_words.under(last, words, blanks) else (above, below)


def _last_of_column(
    blank: BlankSpot, column: Sequence[BlankSpot], words: PageWords, blanks: Sequence[BlankSpot]
) -> BlankSpot:
    """Down the column as long as the words under one line are those over the next."""
    last = blank
    for lower in column:
        if lower.y1 <= last.y1 + 1:
            continue
        under = near_words.under(last, words, blanks)
        if not under or lower.y1 - last.y1 > 2 * near_words.ABOVE:
            break
        if lower.look is BlankLook.CELL:
            if lower.y0 >= under[0].base - 2:
                return lower
            break
        if near_words.over(lower, words, blanks) != under:
            break
        last = lower
    return last


def _is_field_like(caption: Caption) -> bool:
    return caption.ends_with_colon and len(caption.words) <= 6


def _caption(page: PageWords, words: Sequence[Word]) -> Caption:
    if not words:
        return NONE
    found = labels.meaning(" ".join(word.text for word in words), page.languages)
    if found is None:
        return Caption(tuple(words), "")
    return Caption(tuple(words), found.asks, found.is_weak)


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
    group = next(near_words.groups(right), [])
    if group and group[0].x0 - blank.x1 < 26:
        return Caption(tuple(group[: near_words.MOST_WORDS]), "checkbox")
    left = list(near_words.groups([w for w in row if w.x1 <= blank.x0 + 1]))
    if left and blank.x0 - left[-1][-1].x1 < 26:
        return Caption(tuple(left[-1][-near_words.MOST_WORDS :]), "checkbox")
    return NONE
