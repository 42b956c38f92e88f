"""The effect of a request in one transaction, and where a list goes on."""

from collections.abc import Callable
from typing import Annotated

from flask import Response
from pydantic import BaseModel, Field

from tenants.transaction import Transaction
from webapp import current


def once(effect: Callable[[Transaction], Response]) -> Response:
    with current.transaction() as tx:
        return effect(tx)


class ListQuery(BaseModel):
    cursor: Annotated[str, Field(max_length=500)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50
