"""Compares how two PDFs look in Poppler, the second opinion beside MuPDF."""

import itertools
import subprocess
import tempfile
from pathlib import Path

import pymupdf
from PIL import Image, ImageChops

from actors.pdf.comparison import engines, pixel_difference
from actors.pdf.comparison.rasters import VISIBLE


def differing_in_poppler(one: bytes, other: bytes, dpi: int = 72) -> float:
    """The largest share of visibly differing pixels; `dpi` is of the first, the second has 72."""
    with tempfile.TemporaryDirectory() as folder:
        first = painted(one, Path(folder) / "one", dpi)
        second = painted(other, Path(folder) / "other", 72)
        assert len(first) == len(second) > 0
        return max(map(share, first, second))


def ink_between_poppler_and_mupdf(one: bytes, other: bytes) -> int:
    """The largest difference of ink on any page, the first painted by Poppler."""
    document = pymupdf.open(stream=other, filetype="pdf")
    mupdf = engines.Mupdf(document)
    with tempfile.TemporaryDirectory() as folder:
        pages = painted(one, Path(folder) / "one", 144)
        assert len(pages) == document.page_count
        return max(_ink(page, mupdf.painter(number)) for number, page in enumerate(pages))


def _ink(page: Path, paint: engines.Painter) -> int:
    with Image.open(page) as picture:
        return pixel_difference.difference(picture.convert("L"), paint(*picture.size), 4)


def in_poppler(pdf: bytes, dpi: int) -> Image.Image:
    """The first page in greys."""
    with tempfile.TemporaryDirectory() as folder:
        page = painted(pdf, Path(folder) / "one", dpi)[0]
        return Image.open(page).convert("L")


def largest_difference(*several: Image.Image) -> int:
    """Of ink, between any two pictures at 144 dots per inch."""
    pairs = itertools.combinations(several, 2)
    return max(pixel_difference.difference(one, other, 4) for one, other in pairs)


def painted(pdf: bytes, stem: Path, dpi: int) -> list[Path]:
    source = stem.with_suffix(".pdf")
    source.write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-cropbox", "-r", str(dpi), source, stem], check=True, capture_output=True
    )
    return sorted(stem.parent.glob(f"{stem.name}-*.ppm"))


def share(one: Path, other: Path) -> float:
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return 1.0
        steps = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
        red, green, blue = steps.point(lambda step: 255 * (step > VISIBLE)).split()
        marked = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()[255]
        return marked / (first.width * first.height)
