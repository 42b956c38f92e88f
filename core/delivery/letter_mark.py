"""The mark in a header of our mails by which a report about one says whose it was."""

import base64
import hmac
from dataclasses import dataclass
from uuid import UUID

HEADER = "X-Countersign-Letter"
MAC_SIZE = 12  # bytes


@dataclass(frozen=True, slots=True)
class LetterMark:
    """`generation` is that of the recipient's link when it was mailed."""

    organization_id: UUID
    envelope_id: UUID
    recipient_id: UUID
    generation: int


def make(key: bytes, mark: LetterMark) -> str:
    """
    Two words, so that a header of it can be folded: no one without the key makes one.

    Letters and digits only, for what passes it on may change its case.
    """
    message = _bytes(mark)
    text = base64.b32encode(message + _mac(key, message)).decode().rstrip("=").lower()
    return f"{text[:52]} {text[52:]}"


def read(key: bytes, text: str) -> LetterMark | None:
    """None for what is no mark of ours."""
    joined = "".join(text.split()).upper()
    try:
        data = base64.b32decode(joined + "=" * (-len(joined) % 8))
    except ValueError:
        return None
    message, mac = data[:-MAC_SIZE], data[-MAC_SIZE:]
    if len(message) != 50 or not hmac.compare_digest(_mac(key, message), mac):
        return None
    organization, envelope, recipient = (UUID(bytes=message[n : n + 16]) for n in (0, 16, 32))
    return LetterMark(organization, envelope, recipient, int.from_bytes(message[48:], "big"))


def _bytes(mark: LetterMark) -> bytes:
    ids = (mark.organization_id, mark.envelope_id, mark.recipient_id)
    return b"".join(id.bytes for id in ids) + mark.generation.to_bytes(2, "big")


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, b"letter\0" + message, "sha256")[:MAC_SIZE]
