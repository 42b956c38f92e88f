"""Documents for the bench, made here: pages of text, and scans that do not compress."""

import io
import random

import pymupdf
from PIL import Image

LINE = "The supplier delivers the goods on the agreed day, and the customer pays for them. "


def text(pages: int, beginning: str = "") -> bytes:
    """A4; the first words are `beginning`."""
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page()
            page.insert_textbox(
                pymupdf.Rect(60, 60, 535, 780), f"{number + 1}. {beginning}" + LINE * 36
            )
        written: bytes = document.tobytes(deflate=True)
    return written


def scans(pages: int, grain: int = 200) -> bytes:
    """Colour scans of A4 at 200 dots per inch; `grain` 200 makes one of about 640 kB."""
    chance = random.Random(1)  # noqa: S311 - the same pages at every run
    with pymupdf.open() as document:
        for _ in range(pages):
            width, height = grain, round(grain * 2**0.5)
            noise = Image.frombytes("RGB", (width, height), chance.randbytes(3 * width * height))
            picture = io.BytesIO()
            noise.resize((1654, 2339), Image.Resampling.BILINEAR).save(picture, "JPEG", quality=72)
            page = document.new_page()
            page.insert_image(page.rect, stream=picture.getvalue())
        written: bytes = document.tobytes()
    return written
