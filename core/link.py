"""Signing links: derived from a key, so that the same link can be mailed again."""

import base64
import hashlib
import hmac
from uuid import UUID


def token(key: bytes, organization_id: UUID, recipient_id: UUID, generation: int) -> str:
    """
    The secret of a recipient's link: HMAC-SHA256 in 43 characters of base64url.

    Ids of recipients come from forms and are unique within an organization only: without the
    organization in it, whoever repeats another one's id would be mailed its link.
    """
    message = organization_id.bytes + recipient_id.bytes + generation.to_bytes(4, "big")
    return base64.urlsafe_b64encode(hmac.digest(key, message, "sha256")).rstrip(b"=").decode()


def digest(token: str) -> bytes:
    """What is stored of a token: its SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()
