"""The digital signatures that an uploaded PDF brought along, and what may be added to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.refusals import sentence

NEAR = 1.0
"""Points by which a field may miss the empty signature field that it fills."""


class Handling(StrEnum):
    """
    What becomes of a document: a canonical version on which values are drawn; or the file as it
    was uploaded, to which signatures are added, or which is attached unchanged.
    """

    CANONICAL = "canonical"
    COUNTERSIGNED = "countersigned"
    ATTACHED = "attached"


class Adding(StrEnum):
    """Where signatures may be added without breaking those that are there."""

    NEW_FIELDS = "new_fields"
    EMPTY_FIELDS = "empty_fields"
    NOTHING = "nothing"


# Why nothing can be added to a signed file, by its code, as the sender is told.
REASONS = {
    "": "",
    "encrypted": sentence("It is encrypted, so no signature can be added to it."),
    "final": sentence("Its signer does not allow any further change, not even a signature."),
    "no_empty_field": sentence(
        "Its signer only allows signing in fields made for that, and none of them is empty."
    ),
    "not_intact": sentence(
        "A signature in it is not intact: the file is damaged or was changed after it was signed."
    ),
    "unreadable": sentence("Its signatures cannot be read reliably."),
    "unsealable": sentence(
        "We tried to add a signature, and the earlier signatures did not stay intact."
    ),
}


@dataclass(frozen=True, slots=True)
class EarlierSignature:
    """
    `signer` is what the certificate calls its holder; no one has checked it. `at` is the time that
    the signature states. `intact` is whether what was signed is unchanged, as far as allowed.
    """

    signer: str
    at: datetime | None
    intact: bool


@dataclass(frozen=True, slots=True)
class EmptySignatureField:
    """One that waits for its signature, in points from the top left corner of the page as shown."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float

    def is_at(self, page: int, box: tuple[float, float, float, float]) -> bool:
        own = (self.x, self.y, self.width, self.height)
        apart = (abs(a - b) for a, b in zip(own, box, strict=True))
        return page == self.page and all(distance <= NEAR for distance in apart)


@dataclass(frozen=True, slots=True)
class EarlierSignatures:
    """All of a file, in the order of signing, and what may be added; `reason` is a code of REASONS.

    `signatures` is empty where there are some that could not be read.
    """

    signatures: tuple[EarlierSignature, ...]
    adding: Adding
    empty_fields: tuple[EmptySignatureField, ...] = ()
    reason: str = ""

    @property
    def signers(self) -> tuple[str, ...]:
        """Each once; those without a name are left out."""
        return tuple(dict.fromkeys(s.signer for s in self.signatures if s.signer))

    @property
    def handling(self) -> Handling:
        """What becomes of the file unless the sender says otherwise."""
        return Handling.ATTACHED if self.adding is Adding.NOTHING else Handling.COUNTERSIGNED

    def empty_field_at(
        self, page: int, box: tuple[float, float, float, float]
    ) -> EmptySignatureField | None:
        """`box` is x, y, width and height in points."""
        return next((field for field in self.empty_fields if field.is_at(page, box)), None)

    def as_json(self) -> dict[str, Any]:
        """As it is kept and recorded; lengths in thousandths of a point."""
        return {
            "signatures": [
                {"by": s.signer, "at": s.at.isoformat() if s.at else "", "intact": s.intact}
                for s in self.signatures
            ],
            "adding": self.adding.value,
            "empty_fields": [
                {"name": f.name, "page": f.page, "box": [round(1000 * n) for n in _box(f)]}
                for f in self.empty_fields
            ],
            "reason": self.reason,
        }


def read(kept: Mapping[str, Any] | None) -> EarlierSignatures | None:
    """From `as_json`. Raises ValueError at what is none."""
    if kept is None:
        return None
    try:
        return EarlierSignatures(
            tuple(
                EarlierSignature(s["by"], _time(s["at"]), s["intact"]) for s in kept["signatures"]
            ),
            Adding(kept["adding"]),
            tuple(
                EmptySignatureField(f["name"], f["page"], *(n / 1000 for n in f["box"]))
                for f in kept["empty_fields"]
            ),
            kept["reason"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError("these are no earlier signatures") from error


def _time(kept: str) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _box(field: EmptySignatureField) -> tuple[float, float, float, float]:
    return field.x, field.y, field.width, field.height
