"""The token endpoint (RFC 6749 section 3.2), and the ends of tokens."""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidRequestError,
    UnsupportedGrantTypeError,
)
from flask import Blueprint, Response, jsonify

from core.api.oauth.client import Client
from tenants.openers import oauth_tokens
from tenants.use_cases.api.oauth.tokens import Issued
from webapp import current
from webapp.routes.api.oauth import token_requests

bp = Blueprint("oauth_tokens", __name__, url_prefix="/oauth")
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@bp.post("/token")
@token_requests.answers_in_json
def create() -> Response:
    given = token_requests.form()
    kind = needed(given, "grant_type")
    if kind == JWT_BEARER:
        return _answer(_by_assertion(given))
    if kind not in GRANTS:
        raise UnsupportedGrantTypeError(None)
    client = token_requests.client(given)
    return token_requests.let_read(_answer(GRANTS[kind](client, given)), client)


def needed(given: Mapping[str, str], name: str) -> str:
    """Raises InvalidRequestError."""
    value = given.get(name, "")
    if not value:
        raise InvalidRequestError(f"The parameter {name} is missing.")
    return value


def _by_assertion(given: Mapping[str, str]) -> Issued:
    asked = given.get("scope", "").split()
    return oauth_tokens.by_assertion(
        current.installation(),
        needed(given, "assertion"),
        token_requests.audiences(),
        current.now(),
        frozenset(asked) or None,
    )


def _for_itself(client: Client, given: Mapping[str, str]) -> Issued:
    return oauth_tokens.for_itself(
        current.installation(), client, given.get("scope"), current.now()
    )


GRANTS = {"client_credentials": _for_itself}


def _answer(issued: Issued) -> Response:
    said: dict[str, Any] = {
        "access_token": issued.access_token,
        "token_type": "Bearer",
        "expires_in": issued.expires_in,
        "scope": " ".join(sorted(issued.scopes)),
        "organization_id": str(issued.organization_id),
    }
    if issued.refresh_token:
        said["refresh_token"] = issued.refresh_token
    return jsonify(said)
