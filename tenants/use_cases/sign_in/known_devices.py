"""Browsers in which someone signed in before: guesses of strangers elsewhere do not lock them out.

A browser keeps a mark for each account, which says nothing but that it was used there.
"""

import base64
import hmac
import re
import secrets

from tenants.installation import Installation

# Accounts of one browser; the one that was used last is kept first.
KEPT = 5
MARK = re.compile(r"[\w-]{44}", re.ASCII)


def find(installation: Installation, kept: str, account: bytes) -> str:
    """The mark for this account among those that a browser keeps; "" where it has none."""
    marks = [mark for mark in kept.split(".", KEPT)[:KEPT] if MARK.fullmatch(mark)]
    return next((mark for mark in marks if _belongs(installation, mark, account)), "")


def add(installation: Installation, kept: str, account: bytes) -> str:
    """What the browser keeps from now on, after a sign-in to this account."""
    mark = find(installation, kept, account)
    if not mark:
        nonce = secrets.token_urlsafe(16)
        mark = nonce + _seal(installation, nonce, account)
    others = [m for m in kept.split(".", KEPT)[:KEPT] if MARK.fullmatch(m) and m != mark]
    return ".".join([mark, *others][:KEPT])


def _belongs(installation: Installation, mark: str, account: bytes) -> bool:
    return hmac.compare_digest(mark[22:], _seal(installation, mark[:22], account))


def _seal(installation: Installation, nonce: str, account: bytes) -> str:
    message = b"device\0" + nonce.encode() + account
    digest = hmac.digest(installation.settings.session_key, message, "sha256")
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
