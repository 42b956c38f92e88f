"""A stranger's picture of a signature made a plain one: upright, no larger than is kept.

To be run in the sandbox: nothing here trusts the bytes, and nothing here protects against them.
"""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from core.refusals import UnusableImage

FORMATS = ("PNG", "JPEG")
MOST_PIXELS = 25_000_000
LARGEST = 1000, 500  # pixels: what browsers with a script make


def convert(data: bytes) -> bytes:
    """Decode, shrink, write anew, so that no byte of the upload is left. Raises UnusableImage."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library beside us wants halves too
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise UnusableImage
        shown = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise UnusableImage from problem
    shown.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    written = BytesIO()
    # Pixels alone: what else the file said of itself stays behind.
    Image.frombytes("RGBA", shown.size, shown.tobytes()).save(written, "PNG")
    return written.getvalue()
