"""The public keys of a client, which its assertions are signed with."""

import json
import re
import warnings
from collections.abc import Mapping
from typing import Any

from joserfc import jwk
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from core.refusals import Invalid, sentence

MOST = 10
SIZE_LIMIT = 20_000
SMALLEST_RSA, LARGEST_RSA = 2048, 8192
_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----[^-]*-----END \1-----")
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})


def read(text: str) -> dict[str, Any]:
    """
    A JWK set (RFC 7517), of one key or a set in JSON, or of keys in PEM one below the other.

    Raises Invalid with `public_keys`: for private keys, shared secrets and short ones, too.
    """
    text = text.strip()
    if not text:
        return {"keys": []}
    if len(text) > SIZE_LIMIT:
        raise Invalid(public_keys=sentence("These keys are too long."))
    if "PRIVATE KEY" in text:
        raise Invalid(public_keys=_PRIVATE)
    rows = _in_pem(text) if text.startswith("-----BEGIN") else _in_json(text)
    if not 0 < len(rows) <= MOST:
        raise Invalid(public_keys=sentence("Give between one and ten public keys."))
    return {"keys": [_public(row) for row in rows]}


def written(jwks: Mapping[str, Any]) -> str:
    """As it is typed; "" for none."""
    return json.dumps(jwks, indent=2) if jwks.get("keys") else ""


def keys(jwks: Any) -> list[RSAKey | ECKey | OKPKey]:
    """Those of a stored set."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [jwk.import_key(row) for row in jwks.get("keys", ())]
    return [key for key in found if isinstance(key, RSAKey | ECKey | OKPKey)]


_UNREADABLE = sentence("Give public keys in PEM, or as a JWK set in JSON.")
_PRIVATE = sentence(
    "This is a private key. Give the public one, and keep the private one to yourself: this one"
    " should no longer be used."
)


def _in_pem(text: str) -> list[Any]:
    return [found.group() for found in _PEM.finditer(text)]


def _in_json(text: str) -> list[Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(public_keys=_UNREADABLE) from None
    if not isinstance(data, dict):
        raise Invalid(public_keys=_UNREADABLE)
    rows = data.get("keys", [data])
    return rows if isinstance(rows, list) else []


def _public(row: Any) -> dict[str, Any]:
    if isinstance(row, dict) and PRIVATE & row.keys():
        raise Invalid(public_keys=_PRIVATE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about small keys, refused below
            key = jwk.import_key(row) if isinstance(row, dict) else _of_pem(row)
    except (JoseError, ValueError, TypeError, KeyError):
        raise Invalid(public_keys=_UNREADABLE) from None
    if isinstance(key, RSAKey) and not SMALLEST_RSA <= key.public_key.key_size <= LARGEST_RSA:
        raise Invalid(public_keys=sentence("A key for RSA needs at least 2048 bits."))
    if not isinstance(key, RSAKey | ECKey | OKPKey):
        raise Invalid(public_keys=_UNREADABLE)
    public = dict(key.as_dict(private=False))
    public.setdefault("kid", key.thumbprint())
    return public


def _of_pem(text: str) -> Any:
    for family in (RSAKey, ECKey, OKPKey):
        try:
            return family.import_key(text)
        except (JoseError, ValueError, TypeError):
            continue
    raise ValueError(text)
