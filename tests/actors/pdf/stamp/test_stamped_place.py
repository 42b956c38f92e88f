"""A field is stamped within a point of where its page shows it, however the page is given."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pymupdf
import pytest
from PIL import Image, ImageChops

from actors.pdf.intake import intake
from actors.pdf.stamp.stamp import StampedValue, burn_in
from core.documents.refusals import PasswordNeeded
from core.fields.kind import Printed
from tests.actors.pdf import pdfs

SIZES = ((595, 842), (792, 612), (300, 300))
OFFSETS = ((0, 0), (-37, 55))
CROPS = ((0, 0, 0, 0), (31, 17, 23, 41))  # what is cut off: left, bottom, right, top
UNITS = (1, 1.5)
SPOT = (64, 90, 104, 110)
"""From the corner of what is shown: a rectangle, painted there in green."""

MAGENTA, GREEN = (255, 0, 255), (0, 255, 0)
DPI = 144


@dataclass(frozen=True)
class MadePage:
    """Its own boxes in its own coordinates, and how it is turned."""

    media: tuple[float, ...]
    crop: tuple[float, ...]
    unit: float
    rotation: int

    @property
    def spot(self) -> tuple[float, ...]:
        left, bottom, *_ = self.crop
        return left + SPOT[0], bottom + SPOT[1], left + SPOT[2], bottom + SPOT[3]

    @property
    def place(self) -> tuple[float, float, float, float]:
        """Of the spot, in points from the top left corner as shown (ISO 32000-2, 8.3.2.3)."""
        left, bottom, right, top = self.crop
        x0, y0, x1, y1 = self.spot
        width, height = x1 - x0, y1 - y0
        match self.rotation:
            case 0:
                box = x0 - left, top - y1, width, height
            case 90:
                box = y0 - bottom, x0 - left, height, width
            case 180:
                box = right - x1, y0 - bottom, width, height
            case _:
                box = top - y1, right - x1, height, width
        return tuple(self.unit * side for side in box)


def made_pages(rotation: int) -> list[MadePage]:
    pages = []
    for (width, height), (x, y), cut, unit in product(SIZES, OFFSETS, CROPS, UNITS):
        media = (x, y, x + width, y + height)
        crop = (x + cut[0], y + cut[1], x + width - cut[2], y + height - cut[3])
        pages.append(MadePage(media, crop, unit, rotation))
    return pages


def written(pages: list[MadePage]) -> bytes:
    """Pages of all these kinds in one document, each with its spot."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
    ]
    for number, page in enumerate(pages):
        boxes = b"/MediaBox%s/CropBox%s" % (numbers(page.media), numbers(page.crop))
        turned = b"/Rotate %d/UserUnit %g" % (page.rotation, page.unit)
        contents = b"/Contents %d 0 R/Resources<<>>" % (4 + 2 * number)
        objects.append(b"<</Type/Page/Parent 2 0 R%s%s%s>>" % (boxes, turned, contents))
        x0, y0, x1, y1 = page.spot
        objects.append(pdfs.stream(b"0 1 0 rg %g %g %g %g re f" % (x0, y0, x1 - x0, y1 - y0)))
    return pdfs.assemble(*objects)


def numbers(box: tuple[float, ...]) -> bytes:
    return b"[%s]" % b" ".join(b"%g" % number for number in box)


def mark(page: int, box: tuple[float, float, float, float]) -> StampedValue:
    """A picture that fills its box."""
    png = io.BytesIO()
    Image.new("RGB", (round(box[2] * 4), round(box[3] * 4)), MAGENTA).save(png, "PNG")
    return StampedValue(page, *box, Printed.PICTURE, image=png.getvalue())


def raster(pdf: bytes, page: int) -> Image.Image:
    with pymupdf.open("pdf", pdf) as document:
        drawn = document[page - 1].get_pixmap(dpi=DPI)
        return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def place_of(colour: tuple[int, int, int], image: Image.Image) -> tuple[float, ...]:
    """Where the colour is, in points: x, y, width, height."""
    distance = strongest(ImageChops.difference(image, Image.new("RGB", image.size, colour)))
    return in_points(distance.point(lambda level: 255 if level < 100 else 0))


def changed(before: Image.Image, after: Image.Image) -> tuple[float, ...]:
    """Where they differ by much: elsewhere the edges of letters may be smoothed otherwise."""
    distance = strongest(ImageChops.difference(before, after))
    return in_points(distance.point(lambda level: 255 if level > 100 else 0))


def strongest(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def in_points(image: Image.Image) -> tuple[float, ...]:
    """Where it is not black."""
    box = image.getbbox()
    assert box is not None
    x0, y0, x1, y1 = (edge * 72 / DPI for edge in box)
    return x0, y0, x1 - x0, y1 - y0


def farthest(found: tuple[float, ...], wanted: tuple[float, ...]) -> float:
    """Points between the edges of two boxes, at the most."""
    (x, y, width, height), (u, v, other_width, other_height) = found, wanted
    right, bottom = x + width - u - other_width, y + height - v - other_height
    return max(map(abs, (x - u, y - v, right, bottom)))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_cut_shifted_scaled_pages_of_mixed_sizes_are_stamped_where_they_show_it(rotation):
    pages = made_pages(rotation)
    taken = intake.accept(written(pages))
    marks = tuple(mark(number, page.place) for number, page in enumerate(pages, 1))

    stamped = burn_in(taken.canonical, marks)

    assert len(pages) == len(taken.pages) == 24
    for number, page in enumerate(pages, 1):
        assert farthest(place_of(GREEN, raster(taken.canonical, number)), page.place) <= 1, page
        assert farthest(place_of(MAGENTA, raster(stamped, number)), page.place) <= 1, page


def some_pages(count: int) -> Iterator[int]:
    yield from sorted({1, 2, count // 2 + 1, count} & set(range(1, count + 1)))


@pdfs.needs_samples
@pytest.mark.parametrize("name", sorted(path.name for path in pdfs.SAMPLES.glob("*.pdf")))
def test_a_field_is_stamped_at_its_place_on_the_pages_of_every_sample(name):
    try:
        taken = intake.accept(pdfs.sample(name))
    except PasswordNeeded:
        taken = intake.accept(pdfs.sample(name), "openpassword")
    marks = [
        mark(number, (page.width - 75.5, page.height - 51, 40, 20))
        for number in some_pages(len(taken.pages))
        for page in [taken.pages[number - 1]]
    ]

    stamped = burn_in(taken.canonical, tuple(marks))

    assert marks
    for each in marks:
        before, after = raster(taken.canonical, each.page), raster(stamped, each.page)
        place = each.x, each.y, each.width, each.height
        assert farthest(changed(before, after), place) <= 1
