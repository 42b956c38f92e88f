"""Judges the claims of an ID token whose signature is good (OpenID Connect Core 1.0, 3.1.3.7)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.sso import refusals as refused

LEEWAY = 60  # seconds that two clocks may differ
OLDEST = 600  # seconds after which an answer is no answer to our question
SUBJECT_LIMIT = 255
# Signatures that only the holder of a private key can make: no `none`, no shared secrets.
ALGORITHMS = frozenset(
    [f"{family}{size}" for family in ("RS", "PS", "ES") for size in (256, 384, 512)]
    + ["EdDSA", "Ed25519"]
)


@dataclass(frozen=True, slots=True)
class Expected:
    issuer: str
    client_id: str
    nonce: str


def check_header(header: Mapping[str, Any]) -> None:
    """Before any key is looked for. Raises TokenUnsigned, AlgorithmRefused."""
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm.lower() == "none":
        raise refused.TokenUnsigned
    if algorithm not in ALGORITHMS or "crit" in header:
        raise refused.AlgorithmRefused


def check(claims: Mapping[str, Any], expected: Expected, now: datetime) -> None:
    """Raises a TokenRefused that names what is wrong."""
    if claims.get("iss") != expected.issuer:
        raise refused.IssuerWrong
    _check_audience(claims, expected.client_id)
    _check_times(claims, now.timestamp())
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not _same(nonce, expected.nonce):
        raise refused.NonceWrong
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject or len(subject) > SUBJECT_LIMIT:
        raise refused.SubjectMissing
    if not subject.isprintable():
        raise refused.SubjectMissing


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or client_id not in audiences:
        raise refused.AudienceWrong
    party = claims.get("azp")
    if (len(audiences) > 1 or party is not None) and party != client_id:
        raise refused.AudienceWrong


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    if now > _time(claims.get("exp"), never=float("-inf")) + LEEWAY:
        raise refused.TokenExpired
    issued = _time(claims.get("iat"), never=float("-inf"))
    if now > issued + OLDEST + LEEWAY:
        raise refused.TokenExpired
    begins = _time(claims["nbf"], never=float("inf")) if "nbf" in claims else issued
    if now < max(issued, begins) - LEEWAY:
        raise refused.TokenNotYetValid


def _time(value: Any, never: float) -> float:
    """Seconds since 1970; `never` for what is no time."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and abs(value) < 1e12 else never


def _same(one: str, other: str) -> bool:
    # JSON can spell halves of characters, which cannot be written down.
    return hmac.compare_digest(one.encode(errors="replace"), other.encode())
