"""ID tokens (OpenID Connect Core section 2), and the keys of the installation that sign them."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from core.api.oauth import key_rotation
from core.api.oauth.grant import ACCESS_LIFETIME, Grant
from core.api.oauth.key_rotation import KeyTimes
from core.principal import SYSTEM
from tenants.identifiers import new_id
from tenants.installation import Installation
from tenants.transaction import Transaction
from tenants.use_cases.api.oauth.tokens import Issued

ALGORITHM = "RS256"
SUBJECT = "oauth_signing_keys"


def key_set(installation: Installation, now: datetime) -> dict[str, Any]:
    """The public keys of tokens that may still be valid, and of the next ones (RFC 7517)."""
    _rotate(installation, now)
    with installation.platform.transaction(SYSTEM) as tx:
        return {"keys": tx.oauth_signing_keys.public()}


def id_token(installation: Installation, issued: Issued, issuer: str, now: datetime) -> str:
    """Who allowed it, for the client alone; "" where it did not ask who they are."""
    if "openid" not in issued.scopes:
        return ""
    grant = issued.grant
    told = {
        "iss": issuer,
        "aud": str(grant.client_id),
        "iat": int(now.timestamp()),
        "exp": int((now + ACCESS_LIFETIME).timestamp()),
        "at_hash": _half_hash(issued.access_token),
        **({"nonce": grant.nonce} if grant.nonce else {}),
        **({"auth_time": int(grant.signed_in_at.timestamp())} if grant.signed_in_at else {}),
        **claims(installation, issued.organization_id, grant, issued.scopes),
    }
    kid, key = _signing_key(installation, now)
    return jwt.encode({"alg": ALGORITHM, "kid": kid}, told, key)


def claims(
    installation: Installation, organization_id: Any, grant: Grant, scopes: frozenset[str]
) -> dict[str, Any]:
    """What the scopes let a client know of the member."""
    with installation.organization(organization_id).transaction(SYSTEM) as tx:
        person = tx.known_people.get(grant.person_id)
    told: dict[str, Any] = {"sub": str(grant.person_id), "organization_id": str(organization_id)}
    if "profile" in scopes:
        told["name"] = person.name
    if "email" in scopes:
        told |= {"email": person.email, "email_verified": True}
    return told


def _signing_key(installation: Installation, now: datetime) -> tuple[str, RSAKey]:
    _rotate(installation, now)
    with installation.platform.transaction(SYSTEM) as tx:
        key_id = key_rotation.signing(tx.oauth_signing_keys.times(), now)
        if key_id is None:
            raise RuntimeError("there is no key to sign ID tokens with")
        return str(key_id), RSAKey.import_key(tx.oauth_signing_keys.private(key_id))


def _rotate(installation: Installation, now: datetime) -> None:
    """Make the next key when it is due; with no transaction open, for that takes a while."""
    with installation.platform.transaction(SYSTEM) as tx:
        due = key_rotation.next_signs_from(tx.oauth_signing_keys.times(), now)
    if due is not None:
        key = RSAKey.generate_key(2048)
        with installation.platform.transaction(SYSTEM) as tx:
            tx.rows.lock_exclusive(SUBJECT)
            _add(tx, key, now)


def _add(tx: Transaction, key: RSAKey, now: datetime) -> None:
    keys = tx.oauth_signing_keys.times()
    due = key_rotation.next_signs_from(keys, now)
    if due is None:  # another process was faster
        return
    times = KeyTimes(new_id(), now, due)
    named = {"kid": str(times.id), "use": "sig", "alg": ALGORITHM}
    public = {**key.as_dict(private=False), **named}
    tx.oauth_signing_keys.add(times, key.as_pem(private=True), public)
    tx.oauth_signing_keys.delete(key_rotation.outlived(keys, now))


def _half_hash(token: str) -> str:
    half = hashlib.sha256(token.encode()).digest()[:16]
    return urlsafe_b64encode(half).rstrip(b"=").decode()
