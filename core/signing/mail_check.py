"""A code in each mail, by which anyone finds out whether the mail is ours. It is stored nowhere."""

import base64
import binascii
import hmac

PART = 5  # bytes: by the first the link is found, by the second we know that we made the code
ALIKE = str.maketrans("0189", "OIBG")


def code(key: bytes, link_digest: bytes) -> str:
    """KXQP-2MXD-7RTA-V4WC: the beginning of the hash of the mail's link, and our HMAC of it."""
    text = base64.b32encode(link_digest[:PART] + _proof(key, link_digest)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def read(typed: str) -> bytes:
    """What was typed, as bytes; b"" for what is no code. Zero may be typed for O, one for I."""
    text = "".join(c for c in typed.upper() if c.isascii() and c.isalnum()).translate(ALIKE)
    try:
        found = base64.b32decode(text)
    except binascii.Error:
        return b""
    return found if len(found) == 2 * PART else b""


def beginning(read: bytes) -> bytes:
    """That of the hash of its link."""
    return read[:PART]


def is_ours(key: bytes, read: bytes, link_digest: bytes) -> bool:
    return hmac.compare_digest(read, link_digest[:PART] + _proof(key, link_digest))


def _proof(key: bytes, link_digest: bytes) -> bytes:
    return hmac.digest(key, b"mail check\0" + link_digest, "sha256")[:PART]
