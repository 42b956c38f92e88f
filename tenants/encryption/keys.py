"""Encryption at rest: a key per organization, wrapped by the installation's master key."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class Undecryptable(Exception):
    """The bytes were changed, belong elsewhere, or were encrypted with another key."""


class Destroyed(Undecryptable):
    """The key is not there any more, on purpose: what was encrypted with it is erased."""


class Key:
    """AES-256-GCM. `context` says what is encrypted and has to be the same to decrypt."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(secret)

    def encrypt(self, data: bytes, context: str) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, data, context.encode())

    def decrypt(self, data: bytes, context: str) -> bytes:
        """Raises Undecryptable."""
        try:
            return self._cipher.decrypt(data[:NONCE], data[NONCE:], context.encode())
        except (InvalidTag, ValueError):
            raise Undecryptable(context) from None


def wrap_new(master: Key, context: str) -> bytes:
    """A new key of 32 random bytes, wrapped."""
    return master.encrypt(AESGCM.generate_key(256), context)


def unwrap(master: Key, wrapped: bytes, context: str) -> Key:
    return Key(master.decrypt(wrapped, context))
