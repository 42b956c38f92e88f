"""One part of a draft as a page shows it, against what is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.envelopes.drafts import draft_marks


class MergeState(StrEnum):
    """What became of a part of the page since the page was drawn."""

    SAME = "same"  # what the page shows is what is stored
    STALE = "stale"  # another window changed it, this one did not
    CONTESTED = "contested"  # both did: what was typed here is not stored


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was typed. `was` is the mark of what was stored when the page was drawn."""

    typed: str
    was: str | None = None


def settle(
    stored: str, text: Text | None, cleaned: Callable[[str], str], typed_last: bool
) -> tuple[str, MergeState]:
    """
    The text from now on. `typed_last`: no other page has typed since this one did, so that what is
    stored is its own.
    """
    if text is None:
        return stored, MergeState.SAME
    typed, was = cleaned(text.typed), text.was
    if typed_last or was is None or typed == stored or was == draft_marks.mark(stored):
        return typed, MergeState.SAME
    return stored, MergeState.STALE if was == draft_marks.mark(typed) else MergeState.CONTESTED
