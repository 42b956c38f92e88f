"""JWTs that clients sign about themselves or about whom they act for (RFC 7523)."""

import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from tenants.transaction import Transaction
from tenants.use_cases.api.oauth import client_keys

SIZE_LIMIT = 20_000
LONGEST = timedelta(hours=1)
SKEW = timedelta(minutes=1)
# Only signatures of private keys: no shared secrets, and never none (RFC 8725 section 3.1).
FAMILIES: Mapping[str, type[RSAKey | ECKey | OKPKey]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), RSAKey),
    **dict.fromkeys(("ES256", "ES384", "ES512"), ECKey),
    "EdDSA": OKPKey,
}


class AssertionRefused(Exception):
    """Its form, its signature or a claim is wrong; `why` is for its maker, in ASCII."""

    def __init__(self, why: str = "The assertion is not signed by this client.") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Assertion:
    """`id` is its jti, "" without one. `scopes` and `organization` are "" where not given."""

    issuer: str
    subject: str
    expires_at: datetime
    id: str
    scopes: str
    organization: str


def issuer(assertion: str) -> str:
    """Who says that it is theirs, before anything was checked. Raises AssertionRefused."""
    return _text(_payload(_extracted(assertion).payload), "iss")


def verified(
    assertion: str, public_keys: Mapping[str, Any], audiences: frozenset[str], now: datetime
) -> Assertion:
    """
    Signed by one of the keys, for one of the audiences, and valid now.

    Raises AssertionRefused.
    """
    algorithm, kid = _header(assertion)
    candidates = [
        key
        for key in client_keys.keys(public_keys)
        if isinstance(key, FAMILIES[algorithm]) and (not kid or key.kid == kid)
    ] or [k for k in client_keys.keys(public_keys) if isinstance(k, FAMILIES[algorithm])]
    for key in candidates:
        payload = _checked(assertion, key, algorithm)
        if payload is not None:
            return _claims(payload, audiences, now)
    raise AssertionRefused


def take_once(tx: Transaction, client_id: UUID, claims: Assertion) -> None:
    """One with an id counts once. In the client's organization. Raises AssertionRefused."""
    if claims.id:
        hash = hashlib.sha256(claims.id.encode()).digest()
        if not tx.oauth_clients.take_assertion(client_id, hash, claims.expires_at + SKEW):
            raise AssertionRefused("This assertion was used before.")


def _header(assertion: str) -> tuple[str, str]:
    found = _extracted(assertion).headers()
    algorithm, kid = found.get("alg"), found.get("kid")
    if not isinstance(algorithm, str) or algorithm not in FAMILIES:
        raise AssertionRefused("The algorithm of the assertion is not accepted.")
    return algorithm, kid if isinstance(kid, str) else ""


def _extracted(assertion: str) -> Any:
    if len(assertion) > SIZE_LIMIT or assertion.count(".") != 2:
        raise AssertionRefused("The assertion is not a signed JWT.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return jws.extract_compact(assertion.encode(), registry=_registry())
    except (JoseError, ValueError, TypeError, RecursionError):
        raise AssertionRefused("The assertion is not a signed JWT.") from None


def _registry(*algorithms: str) -> JWSRegistry:
    return JWSRegistry(algorithms=list(algorithms), strict_check_header=False)


def _checked(assertion: str, key: Any, algorithm: str) -> dict[str, Any] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # EdDSA is called deprecated, and is what people have
            payload = jws.deserialize_compact(assertion, key, registry=_registry(algorithm)).payload
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return _payload(payload)


def _payload(payload: bytes | None) -> dict[str, Any]:
    try:
        found = json.loads(payload or b"")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise AssertionRefused("The assertion is not a signed JWT.")
    return found


def _claims(payload: dict[str, Any], audiences: frozenset[str], now: datetime) -> Assertion:
    given = payload.get("aud")
    named = given if isinstance(given, list) else [given]
    if not any(isinstance(each, str) and each in audiences for each in named):
        raise AssertionRefused("The assertion is for another audience.")
    ends, starts = _time(payload, "exp"), _time(payload, "nbf")
    issued = _time(payload, "iat")
    if ends is None:
        raise AssertionRefused("The assertion has no exp.")
    if ends + SKEW <= now:
        raise AssertionRefused("The assertion has expired.")
    if ends > now + LONGEST + SKEW:
        raise AssertionRefused("The assertion is valid for more than an hour.")
    if any(moment is not None and moment > now + SKEW for moment in (starts, issued)):
        raise AssertionRefused("The assertion is not valid yet.")
    return Assertion(
        _text(payload, "iss"),
        _text(payload, "sub"),
        ends,
        _text(payload, "jti"),
        _text(payload, "scope"),
        _text(payload, "organization_id"),
    )


def _text(payload: dict[str, Any], name: str) -> str:
    value = payload.get(name, "")
    if not isinstance(value, str) or len(value) > 1000:
        raise AssertionRefused(f"The claim {name} of the assertion is no text.")
    return value


def _time(payload: dict[str, Any], name: str) -> datetime | None:
    value = payload.get(name)
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise AssertionRefused(f"The claim {name} of the assertion is no time.") from None
