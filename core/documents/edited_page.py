"""A page of a document whose pages were edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
BLANK = 0


@dataclass(frozen=True, slots=True)
class EditedPage:
    """
    A page of the edited document.

    `page` counts from 1 in the document that is edited; BLANK is a new page of this `size` in
    points. It is turned clockwise by `turned` degrees. `redacted` are boxes in points from the top
    left corner (x, y, width, height) as the page is shown before it is turned.
    """

    page: int
    turned: int = 0
    redacted: tuple[Box, ...] = ()
    size: tuple[float, float] = (0.0, 0.0)

    def as_json(self) -> list[Any]:
        return [self.page, self.turned, [list(box) for box in self.redacted], list(self.size)]


def read(stored: Any) -> tuple[EditedPage, ...]:
    """As as_json() wrote them; UNREADABLE if someone has changed them in the database."""
    try:
        return tuple(
            EditedPage(int(page), int(turned), tuple(map(_box, boxes)), (size[0], size[1]))
            for page, turned, boxes, size in stored or ()
        )
    except (TypeError, ValueError, IndexError):
        return UNREADABLE


def _box(numbers: Sequence[float]) -> Box:
    x, y, width, height = map(float, numbers)
    return x, y, width, height


UNREADABLE = (EditedPage(-1),)
"""A page that no file has: the document is refused, not taken in with what was redacted."""
