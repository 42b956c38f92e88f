"""Folders, tags and saved views: how members keep order in their envelopes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line

DEPTH = 5
NAME_LIMIT = 60


class FolderVisibility(StrEnum):
    OWNER = "owner"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Folder:
    """`depth` counts from 1; `mine` says whether the member who asks may change it."""

    id: UUID
    name: str
    parent_id: UUID | None
    visibility: FolderVisibility
    mine: bool
    depth: int = 1


def named(text: str) -> str:
    """A name as it is kept. Raises Invalid."""
    name = cleaned(text)
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        raise Invalid(name=sentence("Enter a name of up to 60 characters."))
    return name


def nested(folders: Iterable[Folder]) -> list[Folder]:
    """In the order of a tree, each with its depth; one whose parent is not there stands first."""
    known = {folder.id: folder for folder in folders}
    below: dict[UUID | None, list[Folder]] = {}
    for folder in sorted(known.values(), key=lambda f: (f.name.casefold(), f.id)):
        parent = folder.parent_id if folder.parent_id in known else None
        below.setdefault(parent, []).append(folder)
    return list(_down(below, None, 1))


def check_depth(folders: Iterable[Folder], parent_id: UUID | None) -> None:
    """Raises Invalid when a folder in `parent_id` would lie too deep."""
    depth = {folder.id: folder.depth for folder in nested(folders)}
    if parent_id is not None and depth.get(parent_id, DEPTH) >= DEPTH:
        raise Invalid(
            parent=sentence("Folders can be up to five levels deep. Choose one at a higher level.")
        )


def _down(
    below: Mapping[UUID | None, list[Folder]], parent: UUID | None, depth: int
) -> Iterator[Folder]:
    for f in below.get(parent, ()):
        yield Folder(f.id, f.name, f.parent_id, f.visibility, f.mine, depth)
        yield from _down(below, f.id, depth + 1)
