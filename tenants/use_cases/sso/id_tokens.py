"""Who signed an ID token: its signature under the provider's public keys (RFC 7515, RFC 7517)."""

import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from joserfc import jwk, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from core.sso import id_token
from core.sso.refusals import KeyUnknown, SignatureWrong, TokenUnsigned

SIZE_LIMIT = 50_000
KEY_LIMIT = 50
SMALLEST_RSA, LARGEST_RSA = 2048, 8192
PublicKey = RSAKey | ECKey | OKPKey
FAMILIES: dict[str, type[PublicKey]] = {"RS": RSAKey, "PS": RSAKey, "ES": ECKey, "Ed": OKPKey}


class _Registry(JWSRegistry):
    """Room for the certificates that some providers put beside the key's name."""

    max_header_length = 16_000


@dataclass(frozen=True, slots=True)
class ProviderKeys:
    """Public keys only: a shared secret in a key set is no key for us."""

    all: tuple[PublicKey, ...]

    @classmethod
    def read(cls, data: dict[str, Any]) -> "ProviderKeys":
        """Those of a JWK set that we understand; others may be for others."""
        listed = data.get("keys")
        rows = listed[:KEY_LIMIT] if isinstance(listed, list) else []
        return cls(tuple(key for row in rows for key in _read(row)))

    def has(self, kid: str | None) -> bool:
        """Whether a token that names this key, or none, can be checked."""
        return bool(self.all) and (kid is None or any(key.kid == kid for key in self.all))

    def for_header(self, header: dict[str, Any]) -> Iterator[PublicKey]:
        family, kid = FAMILIES[header["alg"][:2]], header.get("kid")
        for key in self.all:
            if isinstance(key, family) and (kid is None or key.kid == kid):
                yield key


def header(token: str) -> dict[str, Any]:
    """Raises TokenUnsigned, AlgorithmRefused."""
    if len(token) > SIZE_LIMIT or token.count(".") != 2:
        raise TokenUnsigned
    try:
        found = jws.extract_compact(token.encode(), registry=_registry()).headers()
    except (JoseError, ValueError, TypeError, RecursionError):
        raise TokenUnsigned from None
    id_token.check_header(found)
    return found


def claims(token: str, keys: ProviderKeys) -> dict[str, Any]:
    """What is signed. Raises TokenUnsigned, AlgorithmRefused, KeyUnknown, SignatureWrong."""
    named = header(token)
    candidates = list(keys.for_header(named))
    if not candidates:
        raise KeyUnknown
    for key in candidates:
        payload = _verified(token, key, named["alg"])
        if payload is not None:
            return payload
    raise SignatureWrong


def _registry(*algorithms: str) -> JWSRegistry:
    """Takes these algorithms only; headers that we do not know say nothing."""
    return _Registry(algorithms=list(algorithms), strict_check_header=False)


def _verified(token: str, key: PublicKey, algorithm: str) -> dict[str, Any] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # EdDSA is called deprecated, and is what people have
            payload = jws.deserialize_compact(token, key, registry=_registry(algorithm)).payload
        found = json.loads(payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _read(row: Any) -> Iterator[PublicKey]:
    if not isinstance(row, dict) or row.get("use", "sig") != "sig" or "d" in row:
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about small keys, refused below
            key = jwk.import_key(row)
    except (JoseError, ValueError, TypeError, KeyError):
        return
    if isinstance(key, RSAKey) and not SMALLEST_RSA <= key.public_key.key_size <= LARGEST_RSA:
        return
    if isinstance(key, RSAKey | ECKey | OKPKey):
        yield key
