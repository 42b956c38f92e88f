"""Which key signs ID tokens, when the next one is made, and how long an old one is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

ROTATED_EVERY = timedelta(days=90)
# A new key is published before it signs, and an old one after it has signed, for longer than
# anyone keeps a key set.
ANNOUNCED = timedelta(days=1)
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class KeyTimes:
    id: UUID
    created_at: datetime
    signs_from: datetime


def signing(keys: Sequence[KeyTimes], now: datetime) -> UUID | None:
    """The newest of those that may sign by now."""
    ready = [key for key in keys if key.signs_from <= now]
    return max(ready, key=lambda key: key.signs_from).id if ready else None


def next_signs_from(keys: Sequence[KeyTimes], now: datetime) -> datetime | None:
    """From when a new key would sign; None as long as none is due."""
    if signing(keys, now) is None:
        return now
    newest = max(key.signs_from for key in keys)
    return now + ANNOUNCED if newest + ROTATED_EVERY <= now else None


def outlived(keys: Sequence[KeyTimes], now: datetime) -> list[UUID]:
    """Those that another one has replaced so long ago that nothing signed by them is valid."""
    current = signing(keys, now)
    begun = next((key.signs_from for key in keys if key.id == current), now)
    if begun + KEPT > now:
        return []
    return [key.id for key in keys if key.signs_from < begun]
