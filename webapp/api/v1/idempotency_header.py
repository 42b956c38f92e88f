"""The header by which a program may send a request again."""

from typing import Annotated

from pydantic import BaseModel, Field


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
