"""The words of a document in reading order, with about where each of them stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.fields.anchoring.anchor import DrawnLine, weight


@dataclass(frozen=True, slots=True)
class TextWord:
    """`text` without case and punctuation; `opens`: it is the first of its line."""

    page: int
    text: str
    x: float
    y: float
    width: float
    height: float
    line: int
    opens: bool

    @property
    def foot(self) -> float:
        return self.y + self.height


def of(lines: Iterable[DrawnLine]) -> list[TextWord]:
    """What has neither letters nor digits, such as a row of underscores, is no word."""
    words: list[TextWord] = []
    for number, line in enumerate(lines):
        whole, begins, opens = max(weight(line.text), 1.0), 0, True
        for part in line.text.split():
            begins = line.text.index(part, begins)
            folded = "".join(c for c in part.casefold() if c.isalnum())
            if folded:
                x = line.x + line.width * weight(line.text[:begins]) / whole
                width = line.width * weight(part) / whole
                place = (line.page, folded, x, line.y, width, line.height, number, opens)
                words.append(TextWord(*place))
                opens = False
            begins += len(part)
    return words
