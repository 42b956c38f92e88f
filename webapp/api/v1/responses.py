"""What the API answers: a thing as it is, or a new one and where it is."""

from flask import Response, make_response
from pydantic import BaseModel

JSON = "application/json"


def shown(found: BaseModel) -> Response:
    return _json(found.model_dump_json().encode(), 200)


def created(place: str, body: bytes, again: bool = False) -> Response:
    """`again`: the request was sent before, and this is what was answered then."""
    response = _json(body, 201)
    response.headers["Location"] = place
    if again:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _json(body: bytes, status: int) -> Response:
    response = make_response(body, status)
    response.mimetype = JSON
    return response
