"""The pictures of a certificate as its page wants them: on white, no larger than printed.

Then the PDF holds them without a mask, and nothing is drawn anew from hundreds of lines.
"""

import base64
from functools import cache, lru_cache
from io import BytesIO

import segno
from PIL import Image

from templates.environment import FOLDER

MARK = FOLDER / "_mark.svg"
SEAL_COLOUR = "#c83122"
"""Vermilion, as the mark is on white paper (tokens.css)."""

SIGNATURE = 544, 201
"""Pixels: 46 mm by 17 mm (show.css) at 300 dpi."""

DARK = 0x22
"""The grey of the QR code's modules: as dark as the ink."""

MODULE = 8  # pixels


def signature(png: bytes) -> str:
    """The address of a signature's picture as signature_image.reduce writes it."""
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        ink = picture.convert("RGBA")
    paper = Image.new("RGB", ink.size, (255, 255, 255))
    paper.paste(ink, mask=ink.getchannel("A"))
    paper.thumbnail(SIGNATURE, Image.Resampling.BILINEAR)
    return _png(paper)


@lru_cache(maxsize=64)
def qr(address: str) -> str:
    """The address of the picture of a QR code of this address."""
    code = segno.make(address, error="m", boost_error=False)
    modules = b"".join(bytes(0 if dark else 1 for dark in row) for row in code.matrix)
    size = len(code.matrix)
    square = Image.frombytes("L", (size, size), modules).point([DARK, *[0xFF] * 255])
    return _png(square.resize((MODULE * size, MODULE * size), Image.Resampling.NEAREST))


@cache
def seal() -> str:
    """The address of the drawing of the seal."""
    return data_address("image/svg+xml", seal_drawing().encode())


def seal_drawing() -> str:
    """The mark of every page, as a file of its own."""
    drawn = MARK.read_text().strip().replace("currentColor", SEAL_COLOUR)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{drawn}</svg>'


def data_address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def _png(picture: Image.Image) -> str:
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return data_address("image/png", written.getvalue())
