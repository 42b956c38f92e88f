"""Where the next page of a list begins, as programs hand it back: nothing for them to read."""

import base64
import json
from collections.abc import Callable
from typing import Any

from core.api.refusals import InvalidRequest

LARGEST = 2**31 - 1


def written(*place: str | int | float) -> str:
    """What the last item of a page is sorted by; ids as text."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, *kinds: Callable[[Any], Any]) -> list[Any] | None:
    """
    The same again, each made one of `kinds`: `cursors.read(asked.cursor, str, UUID)`.

    None at the beginning of the list. Raises InvalidRequest for what was not written here.
    """
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(place, list) or "\\u0000" in json.dumps(place):
            raise ValueError
        if any(isinstance(part, int) and abs(part) > LARGEST for part in place):
            raise ValueError
        return [kind(part) for kind, part in zip(kinds, place, strict=True)]
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        wrong = {"query": "cursor", "code": "value_error", "detail": "This is no cursor of ours."}
        raise InvalidRequest([wrong]) from None
