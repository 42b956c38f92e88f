"""What the envelope list shows: a place, words, and filters, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self
from uuid import UUID

from core.envelopes.envelope import Status

BOXES = ("inbox", "sent", "drafts", "completed", "closed", "all")
SEARCH_LIMIT = 200
WHEREVER = ("folder", "tag", "bulk")  # what is asked for so may lie in any box


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`since` and `until` are days on which envelopes were begun, both included."""

    box: str = "sent"
    search: str = ""
    status: Status | None = None
    sender: UUID | None = None
    folder: UUID | None = None
    tag: UUID | None = None
    bulk: UUID | None = None  # what a bulk send has sent
    waiting: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def parse(cls, given: Mapping[str, str]) -> Self:
        """What is not understood is left out. Raises ValueError for a box there is not."""
        box = given.get("box") or ("all" if any(map(given.get, WHEREVER)) else "sent")
        if box not in BOXES:
            raise ValueError(box)
        return cls(
            box=box,
            search=_line(given.get("search", "")),
            status=_read(Status, given.get("status", "")),
            sender=_read(UUID, given.get("sender", "")),
            folder=_read(UUID, given.get("folder", "")),
            tag=_read(UUID, given.get("tag", "")),
            bulk=_read(UUID, given.get("bulk", "")),
            waiting=_line(given.get("waiting", "")),
            since=_read(date.fromisoformat, given.get("since", "")),
            until=_read(date.fromisoformat, given.get("until", "")),
        )

    @property
    def plain(self) -> bool:
        """A box as it is: nothing searched, nothing filtered."""
        return self == Filters(box=self.box)

    @property
    def chosen(self) -> dict[str, str]:
        """The filters beside place and words, by name."""
        return {n: v for n, v in self.query().items() if n not in ("box", "search")}

    def query(self) -> dict[str, str]:
        """The same as parameters of an address."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: str(value) for name, value in values.items() if value}

    def without(self, name: str) -> "Filters":
        return replace(self, **{name: getattr(Filters(), name)})


def _read(read: Any, text: str) -> Any:
    try:
        return read(text) if text else None
    except ValueError:
        return None


def _line(text: str) -> str:
    """No text in the database holds a NUL, and PostgreSQL takes none."""
    return " ".join(text.replace("\0", " ").split())[:SEARCH_LIMIT]
