"""Page images of a canonical version, each in the format that suits what is on the page."""

import io
from dataclasses import dataclass

import pymupdf
from PIL import Image, ImageChops

SIGNING_WIDTH = 1240
"""Pixels: sharp on a phone, and about 150 dots per inch of an A4 page on a screen."""

WIDEST = 4_000
MOST_PIXELS = 12_000_000
PICTURE_SHARE = 0.03
GREYS = 16

HALF = 50
"""Per cent of MuPDF's store let go after a page: all of it would throw away the fonts as well."""


@dataclass(frozen=True)
class PageImage:
    """One page, numbered from 1; width and height in pixels."""

    number: int
    width: int
    height: int
    media_type: str
    data: bytes


def page_images(
    pdf: bytes, numbers: tuple[int, ...], width: int = SIGNING_WIDTH
) -> tuple[PageImage, ...]:
    """Images of these pages, `width` pixels wide unless a very long page would become too large."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    return tuple(_page_image(document[number - 1], min(width, WIDEST)) for number in numbers)


def _page_image(page: pymupdf.Page, width: int) -> PageImage:
    scale = _scale(page.rect.width, page.rect.height, width)
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB)
    image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    media_type, data = _encoded(image, _has_pictures(page))
    pymupdf.TOOLS.store_shrink(HALF)
    return PageImage(page.number + 1, pixmap.width, pixmap.height, media_type, data)


def _scale(width: float, height: float, pixels: int) -> float:
    wanted = pixels / width
    largest: float = (MOST_PIXELS / (width * height)) ** 0.5
    return min(wanted, largest, MOST_PIXELS / height)


def _has_pictures(page: pymupdf.Page) -> bool:
    """Whether photographs or scans cover a part of the page that is worth mentioning."""
    boxes = [pymupdf.Rect(found["bbox"]) & page.rect for found in page.get_image_info()]
    return bool(sum(abs(box) for box in boxes) > PICTURE_SHARE * abs(page.rect))


def _encoded(image: Image.Image, has_pictures: bool) -> tuple[str, bytes]:
    """Text is smallest and sharpest with few colours; pictures need all of theirs."""
    if has_pictures:
        return "image/webp", _saved(image, "WEBP", quality=80, method=0)
    if _is_grey(image):
        return "image/png", _saved(_few_greys(image), "PNG", bits=4)
    few = image.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    return "image/png", _saved(few, "PNG")


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    pairs = ((red, green), (green, blue))
    return all(ImageChops.difference(*pair).getbbox() is None for pair in pairs)


def _few_greys(image: Image.Image) -> Image.Image:
    step = 255 // (GREYS - 1)
    few = image.getchannel(0).point([round(value / step) for value in range(256)])
    few.putpalette([level * step for level in range(GREYS) for _ in range(3)])
    return few


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()
