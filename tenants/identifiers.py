"""New ids and tokens: the randomness that core is handed."""

import secrets
from uuid import UUID, uuid4


def new_id() -> UUID:
    return uuid4()


def new_token() -> str:
    """A secret of 256 bits that fits into a cookie."""
    return secrets.token_urlsafe(32)
