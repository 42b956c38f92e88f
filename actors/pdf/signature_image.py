"""A signature's picture as it is stamped: grey with transparency, no larger than it is shown."""

from io import BytesIO

import pymupdf
from PIL import Image

from core.refusals import UnusableFile, sentence

PIXELS_PER_POINT = 300 / 72
MOST_PIXELS = 16_000_000
STORED, UPLOADED = ("PNG",), ("PNG", "JPEG", "WEBP")
LARGEST_KEPT = 1200, 480  # pixels: more than any box shows


class UnusablePicture(UnusableFile):
    message = sentence("This picture of a signature cannot be read. Draw or type it instead.")


def accept(picture: bytes) -> bytes:
    """Make an adopted signature (PNG, JPEG or WebP) a small grey PNG with transparency.

    Runs in the child, when the signature is adopted: what is stored was written by us.
    """
    kept = _read(picture, UPLOADED)
    kept.thumbnail(LARGEST_KEPT, Image.Resampling.LANCZOS)
    written = BytesIO()
    kept.save(written, "PNG")
    return written.getvalue()


def place(png: bytes, width: float, height: float) -> tuple[pymupdf.Pixmap, float, float]:
    """Give the picture for a box of these points, and the points it takes with its own shape."""
    picture = _read(png, STORED)
    scale = min(width / picture.width, height / picture.height)
    shown = picture.width * scale, picture.height * scale
    wanted = round(shown[0] * PIXELS_PER_POINT) or 1, round(shown[1] * PIXELS_PER_POINT) or 1
    if wanted[0] < picture.width:
        picture = picture.resize(wanted, Image.Resampling.LANCZOS)
    samples = picture.tobytes()
    pixmap = pymupdf.Pixmap(pymupdf.csGRAY, picture.width, picture.height, samples, True)
    return pixmap, *shown


def _read(picture_bytes: bytes, formats: tuple[str, ...]) -> Image.Image:
    try:
        picture = Image.open(BytesIO(picture_bytes), formats=formats)
        if picture.width * picture.height > MOST_PIXELS:
            raise UnusablePicture
        return picture.convert("RGBA").convert("LA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise UnusablePicture from problem
