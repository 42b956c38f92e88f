"""Signing links: derived from a key, so that the same link can be mailed again."""

import base64
import hashlib
import hmac
from uuid import UUID


def token(key: bytes, organization_id: UUID, recipient_id: UUID, generation: int) -> str:
    """
    The secret of a recipient's link: HMAC-SHA256 in 43 characters of base64url.

    Ids of recipients come from forms and are unique within an organization only: without the
    organization in it, an organization that repeats another one's id would be mailed its link.
    """
    return _derive(key, organization_id.bytes + recipient_id.bytes + generation.to_bytes(4, "big"))


def share_token(key: bytes, organization_id: UUID, link_id: UUID) -> str:
    """The secret of a link to read by. No recipient's: what is hashed differs in its length."""
    return _derive(key, b"share\0" + organization_id.bytes + link_id.bytes)


def direct_token(key: bytes, organization_id: UUID, link_id: UUID) -> str:
    """The secret of a form that starts envelopes."""
    return _derive(key, b"direct\0" + organization_id.bytes + link_id.bytes)


def digest(token: str) -> bytes:
    """What is stored of a token: its SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def _derive(key: bytes, message: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, message, "sha256")).rstrip(b"=").decode()
