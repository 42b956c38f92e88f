"""Tags: coloured words on envelopes, shared by the whole organization."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.listing.folder_tree import named

HUES = 8


@dataclass(frozen=True, slots=True)
class Tag:
    """`hue` is one of eight colours, from 0."""

    id: UUID
    name: str
    hue: int


def tag(id: UUID, name: str, hue: int) -> Tag:
    """A tag as it was typed. Raises Invalid."""
    return Tag(id, named(name), hue % HUES)
