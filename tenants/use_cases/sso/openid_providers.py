"""Visits to organizations' OpenID providers: what they publish, their keys, their answers."""

import json
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import quote_plus

from authlib.oidc.discovery import get_well_known_url  # type: ignore[import-untyped]

from core.sso.refusals import CodeRefused, ProviderAway, ProviderConfused, SubjectMixedUp
from tenants.network import guarded_http
from tenants.network.bulkhead import Bulkhead, Busy
from tenants.network.guarded_http import Answer, Unreachable
from tenants.use_cases.sso import provider_metadata
from tenants.use_cases.sso.id_tokens import ProviderKeys
from tenants.use_cases.sso.provider_metadata import Provider

TIME_LIMIT = 8.0  # seconds for all requests to one provider together
KEPT = 600.0  # seconds that metadata are believed without asking again
REFETCH = 30.0  # seconds between two looks for a key that was not there


@dataclass(frozen=True, slots=True)
class Tokens:
    id_token: str
    access_token: str


@dataclass(slots=True)
class OpenidProviders:
    """One process's memory of providers."""

    allow_private: bool
    bulkhead: Bulkhead = field(default_factory=Bulkhead)
    known: dict[str, tuple[float, Provider]] = field(default_factory=dict)
    keys: dict[str, tuple[float, ProviderKeys]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def client(self, issuer: str) -> Iterator["ProviderClient"]:
        """A client for a few seconds. Raises ProviderAway, and what is raised within."""
        try:
            with self.bulkhead.waiting(issuer, ProviderAway):
                yield ProviderClient(self, issuer, time.monotonic() + TIME_LIMIT)
        except Busy:
            raise ProviderAway from None


@dataclass(frozen=True, slots=True)
class ProviderClient:
    """Each method may ask over the network, until the time is over: then ProviderAway."""

    providers: OpenidProviders
    issuer: str
    until: float

    def discover(self, afresh: bool = False) -> Provider:
        """Raises ProviderAway, ProviderConfused, IssuerWrong."""
        kept = self.providers.known.get(self.issuer)
        if kept and not afresh and time.monotonic() < kept[0] + KEPT:
            return kept[1]
        data = self._get_json(get_well_known_url(self.issuer, external=True))
        provider = provider_metadata.read(self.issuer, data, self.providers.allow_private)
        with self.providers.lock:
            self.providers.known[self.issuer] = (time.monotonic(), provider)
        return provider

    def keys(self, provider: Provider, wanted: str | None) -> ProviderKeys:
        """
        Its public keys, fetched again when `wanted` (a key's id) is not among them.

        Providers change their keys without notice; but no answer makes us ask all the time.
        """
        nothing = (float("-inf"), ProviderKeys(()))
        fetched_at, keys = self.providers.keys.get(provider.jwks_uri, nothing)
        if keys.has(wanted) and time.monotonic() < fetched_at + KEPT:
            return keys
        first_look = not keys.all
        if first_look or time.monotonic() > fetched_at + REFETCH:
            keys = ProviderKeys.read(self._get_json(provider.jwks_uri))
            with self.providers.lock:
                self.providers.keys[provider.jwks_uri] = (_looked_at(first_look), keys)
        return keys

    def tokens(
        self,
        provider: Provider,
        credentials: tuple[str, str],
        code: str,
        redirect: str,
        verifier: str,
    ) -> Tokens:
        """`credentials` are id and secret. Raises CodeRefused, ProviderAway, ProviderConfused."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect,
            "code_verifier": verifier,
        }
        headers = {}
        if provider.posts_secret:
            form |= {"client_id": credentials[0], "client_secret": credentials[1]}
        else:
            pair = ":".join(quote_plus(part) for part in credentials)
            headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        answer = self._ask("POST", provider.token_endpoint, headers, form)
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

    def _get_json(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        return _json(self._ask("GET", url, headers or {}))

    def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        allow_private = self.providers.allow_private
        try:
            return guarded_http.ask(method, url, headers, form, allow_private, self.until)
        except Unreachable:
            raise ProviderAway from None


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


def _looked_at(first_look: bool) -> float:
    """The first look counts as long ago: keys may change right after it."""
    return time.monotonic() - (REFETCH if first_look else 0)
