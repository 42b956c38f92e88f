"""Signatures of webhooks by the Standard Webhooks specification."""

import base64
import hmac
import os
from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.webhooks.webhook_endpoint import SigningKind

SECRET, PUBLIC = "whsec_", "whpk_"


def new_secret() -> str:
    """32 random bytes in base64: a shared secret, or a private key (RFC 8032)."""
    return base64.b64encode(os.urandom(32)).decode()


def told(kind: SigningKind, secret: str) -> str:
    """What the other side verifies with: the secret itself, or the public half of the key."""
    if kind is SigningKind.HMAC:
        return SECRET + secret
    public = _private(secret).public_key().public_bytes_raw()
    return PUBLIC + base64.b64encode(public).decode()


def headers(
    kind: SigningKind, secrets: Iterable[str], message_id: str, at: datetime, body: bytes
) -> tuple[tuple[str, str], ...]:
    """Id, time in seconds, and a signature by each of these secrets over id.time.body."""
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return (
        ("webhook-id", message_id),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", " ".join(_signature(kind, secret, signed) for secret in secrets)),
    )


def connect_headers(secrets: Iterable[str], body: bytes) -> tuple[tuple[str, str], ...]:
    """
    As DocuSign's Connect signs: an HMAC-SHA256 over the body for each secret, in base64. The key is
    the text of the secret, as it is told.
    """
    keys = [told(SigningKind.HMAC, secret).encode() for secret in secrets]
    return tuple(
        (f"x-docusign-signature-{n}", base64.b64encode(hmac.digest(key, body, "sha256")).decode())
        for n, key in enumerate(keys, 1)
    )


def _signature(kind: SigningKind, secret: str, signed: bytes) -> str:
    if kind is SigningKind.HMAC:
        mark, value = "v1", hmac.digest(base64.b64decode(secret), signed, "sha256")
    else:
        mark, value = "v1a", _private(secret).sign(signed)
    return f"{mark},{base64.b64encode(value).decode()}"


def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret))
