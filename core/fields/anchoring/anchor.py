"""Places fields where a text stands: by the lines that were drawn with each page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 100
NARROW, WIDE = set("iljtfrI.,:;|!'()[] "), set("mwMWABCDGHKNOQRUVXYZ@%")


class Needed(StrEnum):
    HERE = "here"
    SOMEWHERE = "somewhere"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Anchor:
    """
    `right` and `down` are points from the text to the field, `every` all places or the first.

    `needed`: whether the text has to be in this document, in any of the envelope's, or in none.
    """

    text: str
    right: float = 0.0
    down: float = 0.0
    every: bool = True
    needed: Needed = Needed.HERE


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of a page's text: points from the top left corner of the page as shown."""

    page: int
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class AnchoredPlace:
    """`x` is where the text begins, `foot` the lower edge of its line, both with the offset."""

    page: int
    x: float
    foot: float


def places(anchor: Anchor, lines: Iterable[DrawnLine]) -> list[AnchoredPlace]:
    """Upper and lower case, and how much space lies between words, are the same."""
    words = anchor.text[:LONGEST].split()
    if not words:
        return []
    wanted = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    found = _found(anchor, wanted, lines)
    return list(found) if anchor.every else [place for place, _ in zip(found, (0,), strict=False)]


def _found(
    anchor: Anchor, wanted: re.Pattern[str], lines: Iterable[DrawnLine]
) -> Iterator[AnchoredPlace]:
    for line in lines:
        for match in wanted.finditer(line.text):
            before = weight(line.text[: match.start()]) / max(weight(line.text), 1.0)
            x = line.x + line.width * before + anchor.right
            yield AnchoredPlace(line.page, x, line.y + line.height + anchor.down)


def weight(text: str) -> float:
    """How wide a text is among others of its line, in the letters of most fonts."""
    return sum(0.5 if c in NARROW else 1.35 if c in WIDE else 1.0 for c in text)
