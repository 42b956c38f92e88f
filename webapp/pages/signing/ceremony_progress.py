"""How far a recipient has come, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.fields.field import Field


@dataclass(frozen=True, slots=True)
class Progress:
    """`next` is the first field that still has to be filled in, in reading order."""

    done: int
    total: int
    next: Field | None

    @property
    def started(self) -> bool:
        return self.done > 0


def of(fields: Iterable[Field]) -> Progress:
    """Of a recipient's fields; dates fill themselves in and optional ones keep no one waiting."""
    asked = [f for f in fields if f.required and f.is_asked]
    missing = [f for f in asked if f.missing]
    return Progress(len(asked) - len(missing), len(asked), missing[0] if missing else None)
