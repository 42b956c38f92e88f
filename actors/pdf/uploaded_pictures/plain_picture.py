"""A stranger's picture read, turned upright, shrunk, and written anew from its pixels alone.

To be run in the sandbox: nothing here trusts the bytes, and nothing here protects against them.
"""

from io import BytesIO

from PIL import Image, ImageFile, ImageOps

MOST_PIXELS = 25_000_000


class Unreadable(Exception):
    """The bytes are no picture of an expected format, are broken, or have too many pixels."""


def upright(data: bytes, formats: tuple[str, ...], largest: tuple[int, int]) -> Image.Image:
    """The picture in RGBA, with nothing that its file said beside the pixels. Raises Unreadable.

    `formats` are Pillow's names; `largest` is the most that is kept, width and height in pixels.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # another library loaded here sets it
    try:
        picture = Image.open(BytesIO(data), formats=formats)
        if picture.width * picture.height > MOST_PIXELS:
            raise Unreadable
        shown = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise Unreadable from problem
    shown.thumbnail(largest, Image.Resampling.LANCZOS)
    return Image.frombytes("RGBA", shown.size, shown.tobytes())


def as_png(picture: Image.Image, *, optimize: bool = False) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", optimize=optimize)
    return written.getvalue()
