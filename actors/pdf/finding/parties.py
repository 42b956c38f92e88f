"""Whose fields are whose: contracts have a block of lines for each side that signs."""

from collections.abc import Sequence
from dataclasses import replace

from actors.pdf.finding import labels
from actors.pdf.finding.page_words import PageWords, Word
from actors.pdf.finding.suggestion import Suggestion

HEAD = 150.0
"""Points above a signature within which its side is named."""

BLOCK = 140.0
"""Points from a signature within which the lines around it belong to it."""

COLUMN = 60.0
OF_NO_ONE = ("checkbox", "text", "other_date")
"""What may stand near a signature and be for someone else."""

MOST_WORDS = 6
"""Of a line that names a side: more make a sentence."""


def told_apart(found: Sequence[Suggestion], pages: Sequence[PageWords]) -> list[Suggestion]:
    """
    Each with its side: by the word for it ("Landlord"), by column, or by order.

    A date of a block is that of its signature; any other is one that is to be filled in.
    """
    signatures = _sided([one for one in found if one.asks == "signature"], pages)
    made = []
    for one in found:
        mine = signatures.get(_key(one))
        if mine is None:
            near = None if one.asks in OF_NO_ONE else _nearest(one, list(signatures.values()))
            mine = replace(one, side=near.side, role=near.role) if near else one
            if near and one.asks == "date":
                mine = replace(mine, asks="date_signed")
        made.append(mine)
    return made


def _key(one: Suggestion) -> tuple[int, float, float]:
    return one.page, one.x, one.bottom


def _sided(
    found: Sequence[Suggestion], pages: Sequence[PageWords]
) -> dict[tuple[int, float, float], Suggestion]:
    sides: dict[str, int] = {}
    made: dict[tuple[int, float, float], Suggestion] = {}
    unnamed = 0
    for one in found:
        named = _named(one, found, pages[one.page - 1])
        if named is None:
            unnamed += 1
            number = _column(one, found)
            made[_key(one)] = replace(one, side=number or min(unnamed, 9))
        else:
            number, word = named
            side = sides.setdefault(labels.plain(word), _free(sides, number))
            made[_key(one)] = replace(one, side=side, role=word[:60])
    return made


def _free(sides: dict[str, int], number: int) -> int:
    """The side that its word usually is; the next that is free for one more."""
    taken = set(sides.values())
    while number in taken:
        number += 1
    return number


def _column(one: Suggestion, found: Sequence[Suggestion]) -> int:
    """Beside others on its line: which one from the left; 0 alone."""
    row = sorted(
        other.x for other in found if other.page == one.page and abs(other.bottom - one.bottom) < 25
    )
    return row.index(one.x) + 1 if len(row) > 1 else 0


def _named(
    one: Suggestion, found: Sequence[Suggestion], words: PageWords
) -> tuple[int, str] | None:
    """In the label, else below the line, else in the nearest words above it in its column."""
    if named := labels.side(one.label):
        return named
    rivals = [o for o in found if o.page == one.page and o is not one]
    left = max((o.x + o.width for o in rivals if _beside(o, one) and o.x < one.x), default=0.0)
    right = min((o.x for o in rivals if _beside(o, one) and o.x > one.x), default=float("inf"))
    top = max((o.bottom for o in rivals if not _beside(o, one) and o.bottom < one.y), default=0.0)
    left = max(left, one.x - 2 * COLUMN)
    around = [w for w in words.all if w.x0 >= left - 5 and w.x1 <= right - 2 and not w.is_blank]
    below = [w for w in around if one.bottom + 2 < w.base <= one.bottom + 32 and w.x0 >= one.x - 5]
    above = [w for w in around if max(top + 2, one.bottom - HEAD) < w.base <= one.bottom + 4]
    for row in (*_lines(below), *reversed(_lines(above))):
        if not _is_prose(row, words) and (named := labels.side(_text(row))):
            return named
    return None


def _is_prose(row: Sequence[Word], words: PageWords) -> bool:
    """Whether a sentence goes on beyond the words of the column."""
    line = words.based(row[0].base - 0.1, row[0].base + 0.1)
    first, last = min(w.x0 for w in row), max(w.x1 for w in row)
    more = [w for w in line if first - 9 < w.x1 < first + 1 or last - 1 < w.x0 < last + 9]
    return len(row) + len(more) > MOST_WORDS


def _beside(one: Suggestion, other: Suggestion) -> bool:
    return abs(one.bottom - other.bottom) < 25


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    lines: dict[float, list[Word]] = {}
    for word in words:
        lines.setdefault(word.base, []).append(word)
    return [lines[base] for base in sorted(lines)]


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _nearest(one: Suggestion, signatures: Sequence[Suggestion]) -> Suggestion | None:
    def distance(other: Suggestion) -> float:
        across = max(other.x - (one.x + one.width), one.x - (other.x + other.width), 0)
        return abs(one.bottom - other.bottom) + 1.5 * across

    near = [
        s
        for s in signatures
        if s.page == one.page and abs(s.bottom - one.bottom) <= BLOCK and distance(s) <= 3 * BLOCK
    ]
    return min(near, key=distance, default=None)
