"""What is to be written into a blank, or that it is none after all."""

from collections.abc import Sequence

from actors.pdf.finding.blanks import BlankLook, BlankSpot, inside
from actors.pdf.finding.captions import Caption
from actors.pdf.finding.drawn_lines import Drawing
from actors.pdf.finding.page_words import PageWords, Word

IN_A_SENTENCE = 8.0
"""Points between a word and the drawn line that takes the place of the next."""

LONGEST_IN_A_SENTENCE = 200.0
"""Points: what is longer is drawn to the margin, as an ornament."""

ROOM = 80.0
"""Points beside a label in a box, to write there."""

MOST_OVER, MOST_BESIDE = 12, 6
"""Words of a label in a box, over what is written there or beside it."""


def of(blank: BlankSpot, caption: Caption, words: PageWords, drawing: Drawing) -> str:
    """What belongs there; "" where it is no place to write on after all."""
    if blank.look is BlankLook.SQUARE:
        return caption.asks
    if blank.look is BlankLook.CELL:
        own = inside(words, blank)
        if own and (not _leaves_room(blank, own) or _names_another(blank, words, drawing)):
            return ""
        return "" if caption.is_weak else caption.asks
    if caption.asks:
        return caption.asks
    if blank.look is BlankLook.TYPED:
        return "text" if caption.words else ""
    if caption.ends_with_colon and len(caption.words) <= 6:
        return "text"
    return "text" if _goes_on_from_a_word(blank, caption) else ""


def _goes_on_from_a_word(blank: BlankSpot, caption: Caption) -> bool:
    """As "between" does before an underlined space."""
    if not caption.words:
        return False
    last = caption.words[-1]
    beside = blank.x0 - last.x1 <= IN_A_SENTENCE and -1 <= blank.y1 - last.base <= 4
    beside &= blank.width <= LONGEST_IN_A_SENTENCE
    return beside and sum(letter.isalpha() for letter in last.text) >= 3


def _names_another(blank: BlankSpot, words: PageWords, drawing: Drawing) -> bool:
    """Whether the box to its right, or the one below it, is the one to write in."""
    return any(
        not inside(words, cell)
        and (
            (abs(cell.x0 - blank.x1) < 2 and abs(cell.y0 - blank.y0) < 3)
            or (abs(cell.y0 - blank.y1) < 2 and abs(cell.x0 - blank.x0) < 2)
        )
        for cell in drawing.cells
    )


def _leaves_room(blank: BlankSpot, own: Sequence[Word]) -> bool:
    """A label in a corner of the box, with room below it or beside it."""
    lines = {word.base for word in own}
    below = blank.y1 - max(word.y1 for word in own)
    beside = blank.x1 - max(word.x1 for word in own)
    if len(lines) != 1:
        return False
    short = len(own) <= MOST_BESIDE and own[-1].text.endswith(":")
    return (len(own) <= MOST_OVER and below >= 12) or (short and beside >= ROOM)
