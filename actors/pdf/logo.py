"""A stranger's picture made a logo: turned upright, no larger than it is shown, pixels alone.

To be run in the sandbox: nothing here trusts the bytes, and nothing here protects against them.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps

from core.refusals import UnusableLogo

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 25_000_000
LARGEST = 600, 200  # pixels: sharp at the 300 by 100 that pages and mails show


@dataclass(frozen=True, slots=True)
class PreparedLogo:
    png: bytes
    width: int
    height: int


def prepare(data: bytes) -> PreparedLogo:
    """Decode, shrink, write anew, so that no byte of the upload is left. Raises UnusableLogo."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library beside us wants halves too
    try:
        picture = Image.open(BytesIO(data), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise UnusableLogo
        shown = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise UnusableLogo from problem
    shown.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    plain = Image.new("RGBA", shown.size)
    plain.putdata(shown.getdata())
    written = BytesIO()
    plain.save(written, "PNG", optimize=True)
    return PreparedLogo(written.getvalue(), *plain.size)
