"""Compares what two PDFs show, pixel by pixel."""

from collections.abc import Iterable, Mapping

import pymupdf
from PIL import Image, ImageChops

Box = tuple[float, float, float, float]

VISIBLE = 32
"""Of 255: smaller differences of a pixel are the rounding of a renderer."""

QUICK = 36
"""Dots per inch that show whether anything is drawn, and are quick."""

HALF = 50
"""Per cent of MuPDF's store let go after a page: all of it would throw away the fonts as well."""


def differing(
    one: bytes, other: bytes, outside: Mapping[int, Iterable[Box]] | None = None, dpi: int = 72
) -> float:
    """The largest share of visibly differing pixels on any page, from 0 to 1.

    `outside` names, by page from 1, boxes in points from the top left corner that do not count.
    1.0 when the number or the size of the pages is not the same.
    """
    first, second = _opened(one), _opened(other)
    if first.page_count != second.page_count:
        return 1.0
    shares = [0.0]
    for number in range(first.page_count):
        images = [_image(document[number], dpi) for document in (first, second)]
        for box in (outside or {}).get(number + 1, ()):
            left, top, right, bottom = (round(side * dpi / 72) for side in box)
            for image in images:
                image.paste("white", (left, top, right, bottom))
        shares.append(_share(*images))
        pymupdf.TOOLS.store_shrink(HALF)
    return max(shares)


def draw_outside(
    pdf: bytes, contents: Mapping[int, list[int]], boxes: Mapping[int, Iterable[Box]]
) -> bool:
    """Whether these contents, by page from 1, paint anything at all outside of the page's boxes.

    They are painted alone, on nothing, and so is seen what only covers something else. Boxes are
    in points from the top left corner.
    """
    document = _opened(pdf)
    for number, streams in contents.items():
        refs = " ".join(f"{stream} 0 R" for stream in streams)
        document.xref_set_key(document.page_xref(number - 1), "Contents", f"[{refs}]")
        pixmap = document[number - 1].get_pixmap(dpi=QUICK, alpha=True, annots=False)
        painted = Image.frombytes("RGBA", (pixmap.width, pixmap.height), pixmap.samples)
        covered = painted.getchannel("A")
        for box in boxes.get(number, ()):
            covered.paste(0, tuple((pymupdf.Rect(box) * (QUICK / 72)).irect))
        if covered.getbbox() is not None:
            return True
    return False


def _opened(pdf: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=pdf, filetype="pdf")


def _image(page: pymupdf.Page, dpi: int) -> Image.Image:
    pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csRGB)
    return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def _share(one: Image.Image, other: Image.Image) -> float:
    if one.size != other.size:
        return 1.0
    marked = ImageChops.difference(one, other).point(lambda step: 255 * (step > VISIBLE))
    red, green, blue = marked.split()
    anywhere = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return anywhere.histogram()[255] / (one.width * one.height)
