"""A stranger's picture of a signature made a plain one. To be run in the sandbox."""

from actors.pdf.uploaded_pictures import plain_picture
from core.signing.refusals import UnusableImage

FORMATS = ("PNG", "JPEG")
LARGEST = 1000, 500  # pixels: what browsers with a script make


def convert(data: bytes) -> bytes:
    """A PNG with no byte of the upload in it. Raises UnusableImage."""
    try:
        return plain_picture.as_png(plain_picture.upright(data, FORMATS, LARGEST))
    except plain_picture.Unreadable as problem:
        raise UnusableImage from problem
