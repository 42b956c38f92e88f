"""What became of the fields of a document when a new version took its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CarriedFields:
    """`kept` where they were, `moved` with the text that they stand at, by id; others `lost`."""

    kept: int
    moved: tuple[UUID, ...]
    lost: int

    def as_json(self) -> dict[str, Any]:
        return {"kept": self.kept, "moved": [str(id) for id in self.moved], "lost": self.lost}


def read(row: Mapping[str, Any] | None) -> CarriedFields | None:
    if row is None:
        return None
    return CarriedFields(row["kept"], tuple(map(UUID, row["moved"])), row["lost"])
