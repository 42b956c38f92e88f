"""The words of a page that are nearest to a blank: before, after, under and over it."""

from collections.abc import Iterator, Sequence

from actors.pdf.finding.blanks import BlankLook, BlankSpot
from actors.pdf.finding.page_words import PageWords, Word

FARTHEST_LEFT = 90.0
"""Points between a label and the line beside it."""

BELOW, ABOVE = 17.0, 34.0
FAR_ABOVE = 64.0
"""Points above a line within which a signature is asked for, with room to sign."""

WORDS_GAP = 14.0
"""Points between words, beyond which others begin."""

ADJOINING = 8.0
"""Points between a blank and the word that goes on with its sentence."""

MOST_WORDS = 12
MOST_AFTER = 3


def before(blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]) -> list[Word]:
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
        if gathered and _ends_sentence(word):
            break
        gathered.insert(0, word)
        edge = word.x0
    return [] if len(gathered) > 4 and _ends_sentence(gathered[-1]) else gathered


def after(blank: BlankSpot, words: PageWords) -> list[Word]:
    """The words with which a sentence goes on behind it; none where a label begins."""
    line = blank.y1
    row = [w for w in words.based(line - 7.5, line + 5) if w.x0 >= blank.x1 - 1]
    group = next(groups(row), [])
    if not group or group[0].x0 - blank.x1 > ADJOINING:
        return []
    first = group[0].text
    goes_on = first[0].islower() or first[0] in "(,;"
    return group[:MOST_AFTER] if goes_on else []


def _level(one: BlankSpot, other: BlankSpot) -> bool:
    return one is not other and abs(one.y1 - other.y1) < 6


def under(blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot]) -> list[Word]:
    """The first line under it, if it lies under the blank alone and has no blank of its own."""
    found = [
        w
        for w in words.based(blank.y1 + 3, blank.y1 + BELOW + 6)
        if w.y0 <= blank.y1 + BELOW and w.x1 > blank.x0 - 4 and w.x0 < blank.x1 + 4
    ]
    if not found:
        return []
    group = _group_at(blank, found[0], words)
    if not group or group[0].x0 < blank.x0 - 20 or group[-1].x1 > blank.x1 + 50:
        return []
    return [] if _has_own(group, blank, blanks) or _is_sentence(group) else group


def over(
    blank: BlankSpot, words: PageWords, blanks: Sequence[BlankSpot], most: float = ABOVE
) -> list[Word]:
    """The last line over it, if that lies over the blank alone and has no blank of its own."""
    found = [
        w
        for w in words.based(blank.y1 - most - 8, blank.y1 - 9)
        if w.x1 > blank.x0 - 4 and w.x0 < blank.x1 + 4
    ]
    if not found:
        return []
    group = _group_at(blank, found[-1], words)
    if not group or abs(group[0].x0 - blank.x0) > 24 or group[-1].x1 > blank.x1 + 30:
        return []
    return [] if _has_own(group, blank, blanks) or _is_sentence(group) else group


def _group_at(blank: BlankSpot, word: Word, words: PageWords) -> list[Word]:
    """The first of the word's line that is not wholly before the blank."""
    row = words.based(word.base, word.base)
    return next((g for g in groups(row) if g[-1].x1 > blank.x0), [])


def _ends_sentence(word: Word) -> bool:
    return word.text.endswith(".") and len(word.text) > 4


def _is_sentence(group: Sequence[Word]) -> bool:
    """Or a footnote: it has a full stop within it, or begins with the number of a note."""
    stops = [_ends_sentence(w) for w in group]
    is_note = len(group) > 1 and group[0].text.isdigit()
    return is_note or any(stops[:-1]) or (stops[-1] and len(group) > 4)


def groups(row: Sequence[Word]) -> Iterator[list[Word]]:
    """The words that stand together."""
    group: list[Word] = []
    for word in row:
        if group and (word.x0 - group[-1].x1 > WORDS_GAP or word.is_blank):
            yield group
            group = []
        if not word.is_blank:
            group.append(word)
    if group:
        yield group


def _has_own(group: Sequence[Word], blank: BlankSpot, blanks: Sequence[BlankSpot]) -> bool:
    """Whether the words lead to another blank on their own line."""
    base, right = group[0].base, group[-1].x1
    return any(
        other is not blank
        and other.look is not BlankLook.SQUARE
        and -6 <= other.y1 - base <= 8
        and right - 3 <= other.x0 <= right + FARTHEST_LEFT
        for other in blanks
    )
