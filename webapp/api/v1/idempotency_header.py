"""The header by which a program may send a request again."""

import hashlib
from typing import Annotated

from flask import request
from pydantic import BaseModel, Field

from tenants.use_cases.api.idempotency import RepeatableRequest


class IdempotencyHeader(BaseModel):
    """Sent again with the same key, a request is answered again and does nothing twice."""

    key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            min_length=1,
            max_length=200,
            pattern=r"^[\x21-\x7e]+$",
            description="Any text of your own, new for each request; kept for 24 hours",
        ),
    ] = None


def repeatable(said: str) -> RepeatableRequest | None:
    """The request by its key and by what it says; None without a key."""
    key = request.context.headers.key  # type: ignore[attr-defined]
    if key is None:
        return None
    whole = f"{request.method} {request.path}\n{said}"
    return RepeatableRequest(key, hashlib.sha256(whole.encode()).digest())
