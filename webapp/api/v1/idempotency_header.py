"""The header by which a program may send a request again."""

from typing import Annotated

from flask import request
from pydantic import BaseModel, Field, ValidationError

from core.api.refusals import InvalidRequest


class IdempotencyHeader(BaseModel):
    """Sent again with the same key, a request is answered again and does nothing twice."""

    key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            min_length=1,
            max_length=255,
            pattern=r"^[\x21-\x7e]+$",
            description="Any text of your own, new for each request; kept for 24 hours",
        ),
    ] = None


def given() -> str | None:
    """The key of this request. Raises InvalidRequest."""
    try:
        return IdempotencyHeader.model_validate(dict(request.headers)).key
    except ValidationError as error:
        raise InvalidRequest(
            [
                {"header": "Idempotency-Key", "code": each["type"], "detail": each["msg"]}
                for each in error.errors(include_input=False)
            ]
        ) from None
