"""The file that a recipient attached, as the value of its field says it."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from core.refusals import Invalid, sentence
from core.text import canonical_json
from core.text.printable import shortened

UNREADABLE = sentence("Upload the file here.")


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """`shown` is as much of the name as there is room for in the field's box."""

    id: UUID
    name: str
    size: int
    sha256: str
    shown: str = ""

    @property
    def value(self) -> str:
        return canonical_json.text(asdict(self))


def read(value: str) -> AttachedFile:
    """Raises Invalid with the name `value`."""
    try:
        told = json.loads(value)
        file = AttachedFile(**told | {"id": UUID(told["id"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Invalid(value=UNREADABLE) from None
    if file.value != value:
        raise Invalid(value=UNREADABLE)
    return file


def middle_cut(name: str, letters: int) -> str:
    """Its beginning and its end, which says what kind of file it is."""
    if len(name) <= letters:
        return name
    end = name[-6:]
    return shortened(name, lambda part: len(part) + len(end) < letters) + "…" + end
