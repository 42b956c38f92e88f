"""A file that came and is not stored yet: read a piece at a time, and never held as a whole."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO

PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """Its stream is that of a temporary file, or short; whoever opened it closes it."""

    sha256: str
    size: int
    stream: IO[bytes]

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        self.stream.seek(0)
        return self.stream.read(size)

    def pieces(self) -> Iterator[bytes]:
        """All of it, from its beginning."""
        yield from _pieces(self.stream)


def of(stream: IO[bytes]) -> IncomingFile:
    """Reads it once, for its hash."""
    return IncomingFile(*hashed(_pieces(stream)), stream)


def hashed(pieces: Iterable[bytes]) -> tuple[str, int]:
    """The SHA-256 in hex, and how many bytes there are."""
    found, size = hashlib.sha256(), 0
    for piece in pieces:
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def of_bytes(data: bytes) -> IncomingFile:
    return of(BytesIO(data))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    stream.seek(0)
    while piece := stream.read(PIECE):
        yield piece
