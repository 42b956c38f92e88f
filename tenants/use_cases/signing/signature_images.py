"""Pictures of signatures: PNG files checked without decoding them, and typed ones drawn."""

import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.refusals import FilledSentence, Invalid, NotFound, sentence
from core.signing.refusals import NoInk, UnusableImage
from core.text.printable import composed, undrawable
from tenants.encryption.keys import Undecryptable
from tenants.use_cases.signing import ink_detection

if TYPE_CHECKING:
    from tenants.organization import Transaction

BYTES_LIMIT = 5_000_000
WIDTH_LIMIT = 2_000
HEIGHT_LIMIT = 1_200
PIXELS_LIMIT = 2_100_000  # bytes unpacked: what a browser makes of a signature is 2 MB at most
MAGIC = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # PNG colour type → samples a pixel
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT")
FONTS = {
    "caveat": "Caveat_400Regular.ttf",
    "dancing-script": "DancingScript_400Regular.ttf",
    "great-vibes": "GreatVibes_400Regular.ttf",
}
# In their place for names that they lack letters of, without handwriting's look.
UPRIGHT = {"inter": "Inter_400Regular.ttf", "noto-sans-jp": "NotoSansJP_400Regular.ttf"}
FONT_FOLDER = Path(__file__).parents[3] / "webapp" / "static" / "vendor" / "fonts"
INK = (24, 32, 72, 255)


def unlike(tx: "Transaction", envelope: Envelope) -> tuple[UUID, ...]:
    """Signatures whose image is not the one that was adopted; one that was erased is none."""
    if not envelope.signatures:
        return ()
    adopted = {s.id: s.image_sha256 for s in envelope.signatures}
    rows = tx.all(
        "select id, image from signatures where envelope_id = %s and image <> ''", envelope.id
    )
    return tuple(
        row["id"] for row in rows if _sha256(tx, row["id"], row["image"]) != adopted.get(row["id"])
    )


def check(data: bytes) -> bytes:
    """
    The same picture with nothing but pixels in it, certain to be a whole and plain PNG.

    Written here because images from strangers are decoded in the sandbox alone: this reads
    the structure (W3C PNG, clauses 5 and 11) and unpacks no more than the size it announces.
    Raises UnusableImage, and NoInk for one that shows nothing.
    """
    if len(data) > BYTES_LIMIT or not data.startswith(MAGIC):
        raise UnusableImage
    try:
        chunks = _chunks(data)
        _check_pixels(chunks)
    except (struct.error, zlib.error, IndexError):
        raise UnusableImage from None
    return (
        MAGIC
        + b"".join(_chunk(kind, body) for kind, body in chunks if kind in KEPT)
        + _chunk(b"IEND", b"")
    )


def font_for(text: str, font: str) -> str:
    """The font that draws a typed name: the one chosen, or the first that has all its letters.

    Raises NotFound for a font that is not offered, Invalid naming a letter that none has.
    """
    if font not in FONTS:
        raise NotFound
    found = next((name for name in (font, *UPRIGHT) if not undrawable(text, name)), None)
    if found is None:
        letter = undrawable(text, "inter") if undrawable(text) == "" else undrawable(text)
        raise Invalid(text=FilledSentence(UNDRAWN, letter=letter))
    return found


UNDRAWN = sentence(
    "The letter “%(letter)s” cannot be typed as a signature here."
    " Draw your signature by hand, or upload a picture of it."
)


def draw(text: str, font: str) -> bytes:
    """A name typed as signature, as PNG. For browsers without JavaScript.

    Raises NotFound, and Invalid for a letter that no font has.
    """
    from PIL import Image, ImageDraw, ImageFont  # slow to import, and rarely needed

    line = " ".join(composed(text).split())[:60]
    face = ImageFont.truetype(FONT_FOLDER / (FONTS | UPRIGHT)[font_for(line, font)], 96)
    left, top, right, bottom = face.getbbox(line)
    size = (int(right - left) + 24, int(bottom - top) + 24)
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(picture).text((12 - left, 12 - top), line, font=face, fill=INK)
    picture.thumbnail((WIDTH_LIMIT, HEIGHT_LIMIT))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _sha256(tx: "Transaction", id: UUID, sealed: bytes) -> str:
    """In hex; empty for what our key does not open."""
    try:
        return hashlib.sha256(tx.key.decrypt(sealed, f"signature:{id}")).hexdigest()
    except Undecryptable:
        return ""


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
    if not ink_detection.is_inked(
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
