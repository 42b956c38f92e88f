"""What an application asks at the authorization endpoint, and how it gets its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636.challenge import (  # type: ignore[import-untyped]
    CODE_CHALLENGE_PATTERN,
)
from flask import Response, make_response, redirect, url_for
from werkzeug.datastructures import MultiDict

from core.api.oauth.client import Client
from core.api.oauth.refusals import ApplicationUnknown
from tenants.openers import oauth_tokens
from tenants.use_cases.api.oauth.authorization import Wanted
from webapp import current
from webapp.routes.api.oauth import token_requests

NAMES = (
    *("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge"),
    *("code_challenge_method", "nonce", "prompt", "max_age", "response_mode", "request"),
    "request_uri",
)
PROMPTS = frozenset({"none", "login", "consent", "select_account"})
LONGEST = 2000  # characters of one value


class AuthorizationError(Exception):
    """What the application is told at its redirect URI (RFC 6749 section 4.1.2.1)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description


@dataclass(frozen=True, slots=True)
class AskedAuthorization:
    """Of a known client, with a redirect URI of it; `check` says whether the rest is good."""

    client: Client
    redirect_uri: str
    values: Mapping[str, str]
    repeated: bool

    @property
    def scopes(self) -> frozenset[str]:
        asked = frozenset(self.values.get("scope", "").split())
        return asked or frozenset(each.value for each in self.client.scopes)

    @property
    def prompts(self) -> frozenset[str]:
        return frozenset(self.values.get("prompt", "").split())

    @property
    def max_age(self) -> int | None:
        """Seconds."""
        text = self.values.get("max_age", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    @property
    def given(self) -> dict[str, str]:
        """For the next page: whoever has just signed in is not asked to do so once more."""
        kept = {name: value for name, value in self.values.items() if name != "max_age"}
        prompts = " ".join(sorted(self.prompts - {"login"}))
        return {name: value for name, value in (kept | {"prompt": prompts}).items() if value}

    def address(self, page: str) -> str:
        """One of our pages, with the whole request."""
        return f"{url_for(page)}?{urlencode(self.given)}"

    def check(self) -> None:
        """Raises AuthorizationError."""
        given = self.values
        if self.repeated:
            raise AuthorizationError("invalid_request", "A parameter is there more than once.")
        if any(len(value) > LONGEST for value in given.values()):
            raise AuthorizationError("invalid_request", "A parameter is too long.")
        for name in ("request", "request_uri"):
            if name in given:
                raise AuthorizationError(f"{name}_not_supported", f"{name} is not supported.")
        if given.get("response_type") != "code":
            raise AuthorizationError("unsupported_response_type", "Only code is supported.")
        if given.get("response_mode", "query") != "query":
            raise AuthorizationError("invalid_request", "Only response_mode=query is supported.")
        if given.get("code_challenge_method") != "S256" or not CODE_CHALLENGE_PATTERN.fullmatch(
            given.get("code_challenge", "")
        ):
            raise AuthorizationError(
                "invalid_request", "PKCE is required: code_challenge_method=S256."
            )
        if not self.prompts <= PROMPTS or ("none" in self.prompts and len(self.prompts) > 1):
            raise AuthorizationError("invalid_request", "The prompt is not one that is known.")
        if self.client.unknown(self.scopes):
            raise AuthorizationError("invalid_scope", "The client may not ask for these scopes.")

    def wanted(self) -> Wanted:
        return Wanted(
            *(self.client, self.scopes, self.redirect_uri),
            *(self.values.get("code_challenge", ""), self.values.get("nonce", "")),
        )

    def back(self, **answer: str) -> Response:
        """To the application, by GET whatever came before (303), with our name (RFC 9207)."""
        state = {"state": self.values["state"]} if "state" in self.values else {}
        told = {**answer, **state, "iss": token_requests.issuer()}
        place = add_params_to_uri(self.redirect_uri, list(told.items()))
        response = make_response(redirect(place, 303))
        response.headers["Referrer-Policy"] = "no-referrer"
        return response


def read(given: MultiDict[str, str]) -> AskedAuthorization:
    """Raises ApplicationUnknown: then nothing must be sent to where the request says."""
    ids, uris = given.getlist("client_id"), given.getlist("redirect_uri")
    if len(ids) != 1 or len(uris) != 1:
        raise ApplicationUnknown
    client = oauth_tokens.client_of(current.installation(), ids[0])
    if client is None or not client.takes(uris[0]):
        raise ApplicationUnknown
    values = {name: given[name] for name in NAMES if name in given}
    repeated = any(len(given.getlist(name)) > 1 for name in NAMES)
    return AskedAuthorization(client, uris[0], values, repeated)
