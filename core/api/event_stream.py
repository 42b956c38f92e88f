"""The events of an organization in one order, as programs read them: by cursor, page by page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

# How long an event can be read; a cursor that is older is refused.
KEPT = timedelta(days=30)
# How long a program may wait for the next event, in seconds.
LONGEST_WAIT = 25
LATEST = "latest"
CURSOR = re.compile(rf"{LATEST}|0|[1-9][0-9]{{0,17}}-[0-9a-f]{{12}}")
MARK_LENGTH = 12
NO_MARK = "0" * MARK_LENGTH


@dataclass(frozen=True, slots=True)
class StreamCursor:
    """
    After which event a program goes on. `mark` is the end of that event's id, by which a cursor
    from before the restoring of a backup is told: the same number may be another event's since.
    """

    number: int = 0
    mark: str = NO_MARK  # of an event that was deleted since

    def __str__(self) -> str:
        return f"{self.number}-{self.mark}" if self.number else "0"


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """`sequence` is its place in the trail of its envelope; `data` are ids of what it is about."""

    id: UUID
    type: str
    envelope_id: UUID | None
    sequence: int
    at: datetime
    data: Mapping[str, str]
    number: int = 0

    @property
    def cursor(self) -> StreamCursor:
        return StreamCursor(self.number, mark(self.id))


def mark(event_id: UUID) -> str:
    return event_id.hex[-MARK_LENGTH:]


def read(text: str) -> StreamCursor:
    """A cursor that matches CURSOR, and is not LATEST."""
    number, _, mark = text.partition("-")
    return StreamCursor(int(number), mark or NO_MARK)
