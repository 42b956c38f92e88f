"""An archived record: what was completed elsewhere, with its files as they came from there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

NAME_LIMIT = 300
PARTIES_LIMIT = 200
FILES_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Party:
    """Who took part, in the words of where it comes from; `at` is when they were done."""

    name: str
    email: str
    role: str = ""
    status: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordFile:
    """
    `kind` is document, certificate, attachment or trail; `sha256` that of what was imported, in
    hex. `object` is its name in the object store.
    """

    id: UUID
    kind: str
    name: str
    size: int
    sha256: str
    object: str


@dataclass(frozen=True, slots=True)
class ArchivedRecord:
    """
    Nothing here was witnessed by us: names and times are what the archive said.

    What we state is `imported_at`, by whom, and the hashes of the files since then.
    """

    id: UUID
    name: str
    source: str
    source_id: str
    sent_at: datetime | None
    completed_at: datetime | None
    imported_at: datetime
    imported_by: UUID
    parties: tuple[Party, ...] = ()
    files: tuple[RecordFile, ...] = ()
