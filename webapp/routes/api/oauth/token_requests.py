"""What the endpoints for programs have in common: how a request is read, and an error is said."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec

from authlib.oauth2 import OAuth2Error  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
)
from authlib.oauth2.rfc6749.util import (  # type: ignore[import-untyped]
    extract_basic_authorization,
)
from flask import Response, jsonify, request, url_for

from core.api.oauth import redirect_uri
from core.api.oauth.client import Client
from core.api.oauth.client_kind import ClientKind
from tenants.openers import oauth_tokens
from tenants.use_cases.api.oauth.client_authentication import ASSERTION_TYPE, ClientProof
from webapp import current
from webapp.http import request_info

FORM = "application/x-www-form-urlencoded"
# Wrong secrets, codes and tokens of one network. Right ones are never counted.
WRONG = 20
WRONG_PERIOD = timedelta(minutes=5)
Arguments = ParamSpec("Arguments")


def issuer() -> str:
    return current.settings().base_url.rstrip("/")


def audiences() -> frozenset[str]:
    """What the `aud` of a client's assertion may be: we, our token endpoint, or our bare host."""
    host = request_info.host_of(issuer())  # as DocuSign's SDKs write it
    return frozenset({issuer(), issuer() + url_for("oauth_tokens.create"), host})


def answers_in_json(
    view: Callable[Arguments, Response],
) -> Callable[Arguments, Response]:
    """An endpoint that programs post forms to: errors are those of RFC 6749 section 5.2."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        try:
            return kept_from_caches(view(*args, **kwargs))
        except OAuth2Error as error:
            if isinstance(error, InvalidClientError | InvalidGrantError) and _too_many():
                return _slow_down()
            return said(error)

    return guarded


def said(error: OAuth2Error) -> Response:
    answer = jsonify(dict(error.get_body()))
    answer.status_code = error.status_code
    for name, value in error.get_headers():
        if name == "WWW-Authenticate":
            answer.headers[name] = value
    return kept_from_caches(answer)


def form() -> Mapping[str, str]:
    """The parameters: in the body alone, each once (RFC 6749 section 3.2)."""
    if request.args:
        raise InvalidRequestError("Send parameters in the body, never in the address.")
    if request.mimetype != FORM:
        raise InvalidRequestError(f"Send a body of the type {FORM}.")
    if any(len(values) > 1 for values in request.form.listvalues()):
        raise InvalidRequestError("A parameter is there more than once.")
    return request.form


def client(given: Mapping[str, str]) -> Client:
    """Who sends the request. Raises InvalidRequestError, InvalidClientError."""
    return oauth_tokens.authenticated(
        current.installation(), _proof(given), audiences(), current.now()
    )


def let_read(answer: Response, client: Client) -> Response:
    """By scripts of an application in a browser: only from where it was registered."""
    origin = request.headers.get("Origin", "")
    known = {redirect_uri.origin(uri) for uri in client.redirect_uris}
    if client.kind is ClientKind.PUBLIC and origin in known:
        answer.headers["Access-Control-Allow-Origin"] = origin
    answer.vary.add("Origin")
    return answer


def kept_from_caches(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Pragma"] = "no-cache"
    return answer


def _proof(given: Mapping[str, str]) -> ClientProof:
    named, in_header = given.get("client_id", ""), "Authorization" in request.headers
    header_id, secret = extract_basic_authorization(request.headers) if in_header else ("", "")
    posted, assertion = given.get("client_secret", ""), given.get("client_assertion", "")
    if (in_header, bool(posted), bool(assertion)).count(True) > 1 or (
        in_header and named not in ("", header_id)
    ):
        raise InvalidRequestError("The client proves to be itself in one way, not in several.")
    if assertion:
        if given.get("client_assertion_type") != ASSERTION_TYPE:
            raise InvalidRequestError(f"The client_assertion_type is {ASSERTION_TYPE}.")
        return ClientProof(named or oauth_tokens.named_in(assertion), assertion=assertion)
    if in_header:
        return ClientProof(header_id or "", secret or "", in_header=True)
    return ClientProof(named, posted)


def _too_many() -> bool:
    installation = current.installation()
    key = installation.attempt_key("wrong_oauth_secret", request_info.network().encode())
    return installation.directory.count_attempt(key, WRONG_PERIOD) > WRONG


def _slow_down() -> Response:
    said: dict[str, Any] = {
        "error": "temporarily_unavailable",
        "error_description": "Too many wrong secrets came from your network. Wait five minutes.",
    }
    answer = jsonify(said)
    answer.status_code = 429
    answer.headers["Retry-After"] = str(int(WRONG_PERIOD.total_seconds()))
    return kept_from_caches(answer)
