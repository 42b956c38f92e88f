"""Encryption at rest: a key per organization, wrapped by the installation's master key."""

import hmac
import os
from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tenants.encryption import header
from tenants.encryption.header import Header, UnknownFormat

NONCE = 12
SALT = 16
TAG = 16
CHUNK = 256 * 1024  # of a file; at most this is in memory at a time, here and there
LARGEST_CHUNK = 16 * 1024 * 1024  # that we would read


class Undecryptable(Exception):
    """The bytes were changed, belong elsewhere, or were encrypted with another key."""


class Destroyed(Undecryptable):
    """The key is not there any more, on purpose: what was encrypted with it is erased."""


class Key:
    """AES-256-GCM. `context` says what is encrypted and has to be the same to decrypt."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._cipher = AESGCM(secret)
        self.id = hmac.digest(secret, b"key id", "sha256")[:8]
        self._header = Header(self.id).written()

    def encrypt(self, data: bytes, context: str) -> bytes:
        """A value, in one piece."""
        nonce = os.urandom(NONCE)
        sealed = self._cipher.encrypt(nonce, data, self._header + context.encode())
        return self._header + nonce + sealed

    def decrypt(self, data: bytes, context: str) -> bytes:
        """Raises Undecryptable."""
        self._check(data, context)
        nonce, sealed = data[header.SIZE : header.SIZE + NONCE], data[header.SIZE + NONCE :]
        try:
            return self._cipher.decrypt(nonce, sealed, data[: header.SIZE] + context.encode())
        except (InvalidTag, ValueError):
            raise Undecryptable(context) from None

    def digest(self, text: str, context: str) -> bytes:
        """What tells whether a later text is the same, and nothing to who has no key: 32 bytes."""
        own = hmac.digest(self._secret, b"digest\0" + context.encode(), "sha256")
        return hmac.digest(own, text.encode(), "sha256")

    def derived(self, text: str, context: str) -> "Key":
        """A key that only who has both this one and the text can make: HKDF, RFC 5869."""
        made = HKDF(SHA256(), 32, salt=self._secret, info=b"derived\0" + context.encode())
        return Key(made.derive(text.encode()))

    def encrypt_stream(self, parts: Iterable[bytes], context: str) -> Iterator[bytes]:
        """A file, chunk by chunk; the parts may have any size."""
        start, salt = Header(self.id, CHUNK).written(), os.urandom(SALT)
        cipher, about = self._cipher_of(start, salt), context.encode()
        yield start + salt
        for number, (chunk, last) in enumerate(_chunks(parts, CHUNK)):
            yield cipher.encrypt(_nonce(number, last), chunk, about)

    def decrypt_stream(self, parts: Iterable[bytes], context: str) -> Iterator[bytes]:
        """
        Each chunk is genuine when it comes; that none is missing is known after the last one.

        Raises Undecryptable at once or after some chunks.
        """
        parts = iter(parts)
        first = _at_least(header.SIZE + SALT, parts)
        chunk = self._check(first, context, chunked=True).chunk
        start, salt = first[: header.SIZE], first[header.SIZE : header.SIZE + SALT]
        rest = chain((first[header.SIZE + SALT :],), parts)
        return _opened(self._cipher_of(start, salt), _chunks(rest, chunk + TAG), context)

    def _check(self, data: bytes, context: str, chunked: bool = False) -> Header:
        try:
            found = header.read(data)
        except UnknownFormat:
            raise Undecryptable(context) from None
        if found.key_id != self.id or bool(found.chunk) != chunked or found.chunk > LARGEST_CHUNK:
            raise Undecryptable(context)
        return found

    def _cipher_of(self, start: bytes, salt: bytes) -> AESGCM:
        """Of one file: with a key of its own, its chunks are numbered from 0."""
        return AESGCM(hmac.digest(self._secret, start + salt, "sha256"))


def wrap_new(master: Key, context: str) -> bytes:
    """A new key of 32 random bytes, wrapped."""
    return master.encrypt(AESGCM.generate_key(256), context)


def unwrap(masters: Iterable[Key], wrapped: bytes, context: str) -> Key:
    """With the master key that the header names. Raises Undecryptable."""
    for master in masters:
        if wrapped[: header.SIZE] == Header(master.id).written():
            return Key(master.decrypt(wrapped, context))
    raise Undecryptable(context)


def _nonce(number: int, last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4) + bytes([last])


def _chunks(parts: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of this size, the last one shorter or empty, each with whether it is the last."""
    held = bytearray()
    for part in parts:
        for start in range(0, len(part), size):  # a large part is not copied as a whole
            held += part[start : start + size]
            if len(held) > size:
                yield bytes(held[:size]), False
                del held[:size]
    yield bytes(held), True


def _at_least(size: int, parts: Iterator[bytes]) -> bytes:
    found = b""
    while len(found) < size:
        part = next(parts, None)
        if part is None:
            break
        found += part
    return found


def _opened(cipher: AESGCM, chunks: Iterable[tuple[bytes, bool]], context: str) -> Iterator[bytes]:
    about = context.encode()
    for number, (sealed, last) in enumerate(chunks):
        try:
            yield cipher.decrypt(_nonce(number, last), sealed, about)
        except (InvalidTag, ValueError):
            raise Undecryptable(context) from None
