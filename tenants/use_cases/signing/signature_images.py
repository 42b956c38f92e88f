"""Pictures of signatures: PNG files checked without decoding them."""

import struct
import zlib
from typing import NewType

from core.signing.refusals import NoInk, SignatureImageTooLarge, UnusableImage
from tenants.use_cases.signing import ink_detection

# A whole and plain PNG, as `check` writes it.
PlainPng = NewType("PlainPng", bytes)
BYTES_LIMIT = 10_000_000
WIDTH_LIMIT = 2_000
HEIGHT_LIMIT = 1_200
PIXELS_LIMIT = 2_100_000  # bytes unpacked: what a browser makes of a signature is 2 MB at most
MAGIC = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # PNG colour type → samples a pixel
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT")


def check(data: bytes) -> PlainPng:
    """
    The same picture with nothing but pixels in it, certain to be a whole and plain PNG.

    Written here because images from strangers are decoded in the sandbox alone: this reads
    the structure (W3C PNG, clauses 5 and 11) and unpacks no more than the size it announces.
    Raises UnusableImage, SignatureImageTooLarge, and NoInk for one that shows nothing.
    """
    if len(data) > BYTES_LIMIT:
        raise SignatureImageTooLarge
    if not data.startswith(MAGIC):
        raise UnusableImage
    try:
        chunks = _chunks(data)
        _check_pixels(chunks)
    except (struct.error, zlib.error, IndexError):
        raise UnusableImage from None
    plain = b"".join(_chunk(kind, body) for kind, body in chunks if kind in KEPT)
    return PlainPng(MAGIC + plain + _chunk(b"IEND", b""))


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    chunks = []
    at = len(MAGIC)
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, at + 8 + length)
        if checksum != zlib.crc32(kind + body):
            raise UnusableImage
        chunks.append((kind, body))
        at += 12 + length
        if kind == b"IEND":
            return chunks
    raise UnusableImage


def _check_pixels(chunks: list[tuple[bytes, bytes]]) -> None:
    kinds = [kind for kind, _ in chunks]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1:
        raise UnusableImage
    width, height, depth, colour, *methods = struct.unpack(">IIBBBBB", chunks[0][1])
    usual = depth == 8 and colour in CHANNELS and methods == [0, 0, 0]
    if not usual or not (0 < width <= WIDTH_LIMIT and 0 < height <= HEIGHT_LIMIT):
        raise UnusableImage
    row = 1 + width * CHANNELS[colour]
    if row * height > PIXELS_LIMIT:
        raise UnusableImage
    unpack = zlib.decompressobj()
    pixels = unpack.decompress(
        b"".join(body for kind, body in chunks if kind == b"IDAT"), row * height + 1
    )
    if len(pixels) != row * height or not unpack.eof or max(pixels[::row]) > 4:
        raise UnusableImage
    # A colour that is said to be no colour hides what is drawn in it.
    if colour != 3 and (b"PLTE" in kinds or b"tRNS" in kinds):
        raise UnusableImage
    if not ink_detection.has_visible_pixels(
        pixels, row, CHANNELS[colour], _palette(chunks) if colour == 3 else ()
    ):
        raise NoInk


def _palette(chunks: list[tuple[bytes, bytes]]) -> list[tuple[int, ...]]:
    """Red, green, blue and opacity by index; an index beyond them ends in IndexError."""
    colours = next((body for kind, body in chunks if kind == b"PLTE"), b"")
    opacity = next((body for kind, body in chunks if kind == b"tRNS"), b"")
    if not colours or len(colours) % 3 or len(colours) > 768 or len(opacity) > 256:
        raise UnusableImage
    rest = bytes([255]) * 256
    return list(zip(colours[::3], colours[1::3], colours[2::3], opacity + rest, strict=False))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
