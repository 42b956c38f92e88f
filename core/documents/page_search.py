"""Finding words on pages, in the text that was drawn with each page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

LONGEST = 100


@dataclass(frozen=True, slots=True)
class PageHits:
    """How often the words stand on one page, counted from 1."""

    document_id: UUID
    number: int
    count: int


def words_of(typed: str) -> str:
    """What is looked for: upper and lower case, and how much space lies between, are the same."""
    return _plain(typed[:LONGEST])


def count(lines: Iterable[str], words: str) -> int:
    """Also where they go on in the next line. `words` are those of words_of()."""
    return _plain(" ".join(lines)).count(words) if words else 0


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
