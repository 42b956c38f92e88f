"""Whether every signature of an envelope is confirmed by itself, as 21 CFR Part 11 asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line

REASONS_LIMIT, REASON_LIMIT = 20, 120
# Printed on documents in the organization's language: these are where it has none of its own.
STANDARD = (
    "I approve this document",
    "I have reviewed this document",
    "I am the author of this document",
)
NO_REASONS = sentence("Enter up to 20 reasons, one in each line, of up to 120 characters.")


@dataclass(frozen=True, slots=True)
class Confirming:
    """
    `required`: the signer proves again who they are at each signature, and says what it means.
    `reasons` are what they choose from; `free`: they may write another one.
    """

    required: bool = False
    reasons: tuple[str, ...] = ()
    free: bool = True

    def as_json(self) -> dict[str, Any]:
        """Nothing where it is not required."""
        return {"reasons": list(self.reasons), "free": self.free} if self.required else {}


NONE = Confirming()
UNREADABLE = Confirming(True, ("unreadable",))


def read(stored: Mapping[str, Any]) -> Confirming:
    """As `as_json` wrote it; a row that was changed into something else shows that it was."""
    if not stored:
        return NONE
    try:
        return Confirming(True, tuple(stored["reasons"]), bool(stored["free"]))
    except (TypeError, KeyError):
        return UNREADABLE


def least(stored: Mapping[str, Any] | None) -> Confirming:
    """What an organization asks of everything it sends: its reasons, one in each line."""
    if not stored:
        return NONE
    required = bool(stored["required"])
    return Confirming(required, tuple(stored["reasons"].splitlines()), bool(stored["free"]))


def reasons(typed: str) -> tuple[str, ...]:
    """Those of an organization, one in each line. Raises Invalid(signing_reasons=...)."""
    lines = tuple(dict.fromkeys(cleaned(line) for line in typed.splitlines() if line.strip()))
    if len(lines) > REASONS_LIMIT or not all(map(_is_reason, lines)):
        raise Invalid(signing_reasons=NO_REASONS)
    return lines


def lines(typed: str) -> str:
    """As they are kept; "" for the standard ones. Raises Invalid(signing_reasons=...)."""
    read = reasons(typed)
    return "" if read == STANDARD else "\n".join(read)


def _is_reason(line: str) -> bool:
    return 0 < len(line) <= REASON_LIMIT and is_line(line)
