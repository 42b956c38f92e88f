"""What forms send, as values."""

from uuid import UUID

from core.refusals import NotFound


def uuid_or_none(text: str) -> UUID | None:
    """None for nothing. Raises NotFound for what is no id of ours."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def uuid_of(text: str) -> UUID:
    """Raises NotFound."""
    found = uuid_or_none(text)
    if found is None:
        raise NotFound
    return found


def number(text: str, otherwise: int = 0) -> int:
    """`otherwise` for what is no number, or a larger one than any column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
