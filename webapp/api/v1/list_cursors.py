"""A cursor as programs carry it: letters that any address takes, and that say nothing to them."""

import base64
import binascii

from core.refusals import NotFound


def written(following: str | None) -> str | None:
    """Of where the list goes on; None at its end."""
    if following is None:
        return None
    return base64.urlsafe_b64encode(following.encode()).decode().rstrip("=")


def read(cursor: str) -> str:
    """Raises NotFound for what was not written here."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise NotFound from None
