"""
What the API answers: a thing as it is, a new one and where it is, a page of a list.

An answer has an ETag. What is read is 304 for who knows it already (If-None-Match); who changes
something may say which state of it they know (If-Match, see `check_match`).
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Response, make_response, request
from pydantic import BaseModel

from core.api.refusals import ChangedSinceRead
from tenants.transaction import Transaction
from webapp.api.v1 import queries
from webapp.api.v1.queries import ListPage

JSON = "application/json"
TAG_SIZE = 32  # digits of a hash


def shown(found: BaseModel, version: str = "") -> Response:
    """
    A thing as it is; of a read only the members that `?fields=` names.

    `version` is different after each change, and becomes the ETag; without one, what is shown is
    hashed.
    """
    return _read(found, queries.wanted() or None, version)


def created(place: str, made: BaseModel, version: str = "") -> Response:
    """`place` is where it is seen from now on."""
    body = made.model_dump_json().encode()
    response = _json(body, 201)
    response.headers["Location"] = place
    response.set_etag(version or _hashed(body))
    return response


def page(
    model: type[ListPage[Any]], items: Sequence[BaseModel], next_cursor: str | None
) -> Response:
    """A page of a list, of each item only the members that `?fields=` names."""
    found = model.model_construct(items=list(items), next_cursor=next_cursor)
    wanted = queries.wanted()
    return _read(found, {"items": {"__all__": wanted}, "next_cursor": True} if wanted else None)


def deleted() -> Response:
    return make_response("", 204)


def check_match(tx: Transaction, id: UUID | str, now: Callable[[], BaseModel | str]) -> None:
    """
    If the request says in If-Match which state of a thing it is to change, it still is in it.

    The first line of an effect. `now` gives the thing as `shown` would show it, or its version; it
    is not asked without the header. With it, others who give one for the same thing wait. Raises
    ChangedSinceRead.
    """
    if "If-Match" not in request.headers:
        return
    tx.lock_exclusive(f"if_match {id}")
    found = now()
    version = found if isinstance(found, str) else _hashed(found.model_dump_json().encode())
    if not request.if_match.contains(version):
        raise ChangedSinceRead


def _read(found: BaseModel, wanted: Any, version: str = "") -> Response:
    whole = found.model_dump_json().encode()
    response = _json(found.model_dump_json(include=wanted).encode() if wanted else whole, 200)
    response.set_etag(version or _hashed(whole))
    if request.method in ("GET", "HEAD"):
        response.make_conditional(request)
    return response


def _hashed(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:TAG_SIZE]


def _json(body: bytes, status: int) -> Response:
    response = make_response(body, status)
    response.mimetype = JSON
    return response
