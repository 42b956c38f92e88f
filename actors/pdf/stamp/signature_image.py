"""A signature's picture as it is stamped: in its own ink, no larger than it is shown."""

from io import BytesIO

import pymupdf
from PIL import Image

from core.signing.refusals import UnusableImage

PIXELS_PER_POINT = 300 / 72
MOST_PIXELS = 16_000_000
LARGEST_KEPT = 1200, 480  # pixels: more than any box shows


def reduce(png: bytes) -> bytes:
    """Make an adopted signature a small PNG of our own writing. Raises UnusableImage.

    Runs in the child, before the certificate: outside it no one decodes a stranger's picture.
    """
    kept = _read(png)
    kept.thumbnail(LARGEST_KEPT, Image.Resampling.LANCZOS)
    written = BytesIO()
    kept.save(written, "PNG")
    return written.getvalue()


def reduce_all(pngs: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Those of one envelope, in one visit to the sandbox. Raises UnusableImage."""
    return tuple(map(reduce, pngs))


def place(png: bytes, width: float, height: float) -> tuple[pymupdf.Pixmap, float, float]:
    """Give the picture for a box of these points, and the points it takes with its own shape."""
    picture = _read(png)
    scale = min(width / picture.width, height / picture.height)
    shown = picture.width * scale, picture.height * scale
    wanted = round(shown[0] * PIXELS_PER_POINT) or 1, round(shown[1] * PIXELS_PER_POINT) or 1
    if wanted[0] < picture.width:
        picture = picture.resize(wanted, Image.Resampling.LANCZOS)
    samples = picture.convert("RGBa").tobytes()  # MuPDF wants colours multiplied by their opacity
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, picture.width, picture.height, samples, True)
    return pixmap, *shown


def _read(png: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(png), formats=["PNG"])
        if picture.width * picture.height > MOST_PIXELS:
            raise UnusableImage
        return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise UnusableImage from problem
