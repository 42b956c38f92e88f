"""What an organization's OpenID provider says: where it is asked, its keys, its answers."""

import json
import time
from base64 import b64encode
from dataclasses import dataclass
from threading import Lock
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]
    prepare_grant_uri,
)
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]

from core import network_address, sso_refusals
from core.network_address import MalformedAddress
from core.sso_refusals import CodeRefused, ProviderAway, ProviderConfused, SubjectMixedUp
from tenants import guarded_http
from tenants.guarded_http import Answer, Unreachable
from tenants.id_tokens import Keys

KEPT = 600.0  # seconds that metadata are believed without asking again
REFETCH = 30.0  # seconds between two looks for a key that was not there
SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class Provider:
    """The metadata that we use (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    posts_secret: bool
    names_itself: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    id_token: str
    access_token: str


class OpenidProviders:
    """One process's memory of providers. Each method may ask over the network."""

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._lock = Lock()
        self._known: dict[str, tuple[float, Provider]] = {}
        self._keys: dict[str, tuple[float, Keys]] = {}

    def discover(self, issuer: str, afresh: bool = False) -> Provider:
        """Raises ProviderAway, ProviderConfused, IssuerWrong."""
        kept = self._known.get(issuer)
        if kept and not afresh and time.monotonic() < kept[0] + KEPT:
            return kept[1]
        provider = self._read(issuer, self._get_json(get_well_known_url(issuer, external=True)))
        with self._lock:
            self._known[issuer] = (time.monotonic(), provider)
        return provider

    def keys(self, provider: Provider, wanted: str | None) -> Keys:
        """
        Its public keys, fetched again when `wanted` (a key's id) is not among them.

        Providers change their keys without notice; but no answer makes us ask all the time.
        """
        fetched_at, keys = self._keys.get(provider.jwks_uri, (float("-inf"), Keys(())))
        if keys.has(wanted) and time.monotonic() < fetched_at + KEPT:
            return keys
        first_look = not keys.all
        if first_look or time.monotonic() > fetched_at + REFETCH:
            keys = Keys.read(self._get_json(provider.jwks_uri))
            with self._lock:
                self._keys[provider.jwks_uri] = (_looked_at(first_look), keys)
        return keys

    def tokens(
        self, provider: Provider, client: tuple[str, str], code: str, redirect: str, verifier: str
    ) -> Tokens:
        """`client` is id and secret. Raises CodeRefused, ProviderAway, ProviderConfused."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        headers = {}
        if provider.posts_secret:
            form |= {"client_id": client[0], "client_secret": client[1]}
        else:
            pair = ":".join(quote_plus(part) for part in client)
            headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        try:
            answer = guarded_http.post(provider.token_endpoint, form, headers, self._allow_private)
        except Unreachable:
            raise ProviderAway from None
        if 400 <= answer.status < 500:
            raise CodeRefused
        given = _json(answer)
        id_token, access_token = given.get("id_token"), given.get("access_token", "")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise ProviderConfused
        return Tokens(id_token, access_token)

    def userinfo(self, provider: Provider, access_token: str, subject: str) -> dict[str, Any]:
        """What it says besides; nothing where it says nothing. Raises SubjectMixedUp."""
        if not provider.userinfo_endpoint or not access_token:
            return {}
        claims = self._get_json(
            provider.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"}
        )
        if claims.get("sub") != subject:
            raise SubjectMixedUp
        return claims

    def _get_json(self, url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        try:
            return _json(guarded_http.get(url, headers or {}, self._allow_private))
        except Unreachable:
            raise ProviderAway from None

    def _read(self, issuer: str, data: dict[str, Any]) -> Provider:
        if data.get("issuer") != issuer:
            raise sso_refusals.IssuerWrong
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        addresses = {name: self._address(data.get(name)) for name in names}
        userinfo = data.get("userinfo_endpoint")
        return Provider(
            issuer=issuer,
            userinfo_endpoint=self._address(userinfo) if userinfo else "",
            posts_secret=_posts_secret(data.get("token_endpoint_auth_methods_supported")),
            names_itself=data.get("authorization_response_iss_parameter_supported") is True,
            **addresses,
        )

    def _address(self, value: object) -> str:
        try:
            network_address.check_url(value if isinstance(value, str) else "", self._allow_private)
        except MalformedAddress:
            raise ProviderConfused from None
        return str(value)


def authorization_address(
    provider: Provider, client_id: str, redirect: str, state: str, nonce: str, verifier: str
) -> str:
    """Where a browser is led to sign in (RFC 6749, 4.1.1, with PKCE by S256)."""
    address: str = prepare_grant_uri(
        provider.authorization_endpoint,
        client_id=client_id,
        response_type="code",
        redirect_uri=redirect,
        scope=SCOPE,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return address


def _json(answer: Answer) -> dict[str, Any]:
    if answer.status >= 500:
        raise ProviderAway
    try:
        data = json.loads(answer.body) if answer.status == 200 else None
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise ProviderConfused
    return data


def _posts_secret(methods: object) -> bool:
    """Basic is what every provider takes unless it says otherwise. Raises ProviderConfused."""
    if not isinstance(methods, list) or "client_secret_basic" in methods:
        return False
    if "client_secret_post" not in methods:
        raise ProviderConfused
    return True


def _looked_at(first_look: bool) -> float:
    """The first look counts as long ago: keys may change right after it."""
    return time.monotonic() - (REFETCH if first_look else 0)
