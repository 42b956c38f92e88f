"""Where the next page of a list by name begins: after whom the one before it ended."""

from datetime import datetime
from uuid import UUID

BEGINNING = ("", UUID(int=0))


def written(key: str, id: UUID) -> str:
    """As it stands in an address: an id of 36 letters, then what the list is sorted by."""
    return f"{id}{key}"


def read(after: str) -> tuple[str, UUID]:
    """The key and the id; of what was not written here, the beginning."""
    try:
        return after[36:].replace("\0", ""), UUID(after[:36])
    except ValueError:
        return BEGINNING


def read_time(after: str) -> tuple[datetime, UUID] | None:
    """Of a list by time, whose key is one in ISO 8601; None is the beginning."""
    key, id = read(after)
    try:
        at = datetime.fromisoformat(key)
    except ValueError:
        return None
    return (at, id) if at.tzinfo else None
