"""
What every ciphertext begins with, whether it is a column or a file.

| bytes | |
|---|---|
| 2 | `CS` |
| 1 | version of the format: 1 |
| 8 | id of the key: a value is decrypted with the key that it names, also after a rotation |
| 4 | chunk size, big-endian; 0: one piece |

A value is one piece: nonce (12 bytes), then AES-256-GCM. A file is in chunks: salt (16 bytes), then
chunks of that size, each encrypted with its own 16 bytes of tag; the last one may be shorter. Their
key is HMAC-SHA256(key, header ‖ salt), and the nonce says which chunk it is and whether it is the
last: none can be moved, left out or cut off.
"""

import struct
from dataclasses import dataclass

MAGIC = b"CS"
VERSION = 1
LAYOUT = struct.Struct(">2sB8sI")
SIZE = LAYOUT.size


class UnknownFormat(Exception):
    """These bytes do not begin as a ciphertext of ours does."""


@dataclass(frozen=True, slots=True)
class Header:
    """`chunk` in bytes of plain text; 0 for one piece."""

    key_id: bytes
    chunk: int = 0

    def written(self) -> bytes:
        return LAYOUT.pack(MAGIC, VERSION, self.key_id, self.chunk)


def read(data: bytes) -> Header:
    """Of the first bytes. Raises UnknownFormat."""
    if len(data) < SIZE:
        raise UnknownFormat
    magic, version, key_id, chunk = LAYOUT.unpack_from(data)
    if (magic, version) != (MAGIC, VERSION):
        raise UnknownFormat
    return Header(key_id, chunk)
