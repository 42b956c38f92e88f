"""A page of a document whose pages were edited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

Box = tuple[float, float, float, float]
BLANK = 0


@dataclass(frozen=True, slots=True)
class EditedPage:
    """
    A page of the edited document.

    `page` counts from 1 in the document that is edited; BLANK is a new page of this `size` in
    points. It is turned clockwise by `turned` degrees. `redacted` are boxes in points from the top
    left corner (x, y, width, height) as the page is shown before it is turned. `lifted` are form
    fields whose values are no longer drawn: the key of each, and the field that has its value now.
    """

    page: int
    turned: int = 0
    redacted: tuple[Box, ...] = ()
    size: tuple[float, float] = (0.0, 0.0)
    lifted: tuple[tuple[str, UUID], ...] = ()

    def as_json(self) -> list[Any]:
        boxes = [list(box) for box in self.redacted]
        lifted = [[key, str(id)] for key, id in self.lifted]
        return [self.page, self.turned, boxes, list(self.size), lifted]


def read(stored: Any) -> tuple[EditedPage, ...]:
    """As as_json() wrote them; UNREADABLE if someone has changed them in the database."""
    try:
        return tuple(
            EditedPage(
                int(page),
                int(turned),
                tuple(map(_box, boxes)),
                (size[0], size[1]),
                tuple((str(key), UUID(id)) for key, id in lifted),
            )
            for page, turned, boxes, size, lifted in stored or ()
        )
    except (AttributeError, TypeError, ValueError, IndexError):
        return UNREADABLE


def _box(numbers: Sequence[float]) -> Box:
    x, y, width, height = map(float, numbers)
    return x, y, width, height


def lifted(edits: Sequence[EditedPage]) -> frozenset[str]:
    """The keys of all form fields whose values are no longer drawn."""
    return frozenset(key for edit in edits for key, _ in edit.lifted)


def are_as_taken_in(edits: Sequence[EditedPage], pages: int) -> bool:
    """Whether the pages are those of the file, but for values that are no longer drawn."""
    return not edits or [replace(edit, lifted=()) for edit in edits] == [
        EditedPage(number) for number in range(1, pages + 1)
    ]


UNREADABLE = (EditedPage(-1),)
"""A page that no file has: the document is refused, not taken in with what was redacted."""
