"""Every combination of how text may look is seen as it was chosen, and inside its box."""

from itertools import product

import pymupdf
import pytest
from PIL import Image

from actors.pdf.stamp.stamp import StampedValue, burn_in
from core.fields.kind import Printed
from core.fields.look_properties import ALIGNMENTS, COLOURS
from core.fields.text_look import TextLook

X, Y, WIDTH, HEIGHT = 100, 300, 240, 66
DPI = 144
SIZES = (7.0, 12.0, 24.0)
TEXTS = {"one line": "Lease 47", "several lines": "Lease 47\nof a flat\nin Rio"}


@pytest.fixture(scope="module")
def blank() -> bytes:
    with pymupdf.open() as made:
        made.new_page(width=440, height=440)
        return bytes(made.tobytes())


def drawn(blank: bytes, text: str, look: TextLook) -> Image.Image:
    mark = StampedValue(1, X, Y, WIDTH, HEIGHT, Printed.TEXT, text, look=look)
    with pymupdf.open("pdf", burn_in(blank, (mark,))) as pdf:
        pixmap = pdf[0].get_pixmap(dpi=DPI)
    return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def ink(picture: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that is drawn, in points."""
    box = picture.convert("L").point(lambda level: 255 * (level < 250)).getbbox()
    assert box
    left, top, right, bottom = (edge * 72 / DPI for edge in box)
    return left, top, right, bottom


def darkest(picture: Image.Image) -> tuple[int, int, int]:
    return min(picture.get_flattened_data(), key=sum)


@pytest.mark.parametrize(
    ("text", "cells"), [("one line", 0), ("several lines", 0), ("one line", 8)]
)
def test_text_is_inside_its_box_at_its_side_and_in_its_color(
    blank: bytes, text: str, cells: int
) -> None:
    heights: dict[tuple[object, ...], list[float]] = {}
    for align, size, colour in product(ALIGNMENTS, SIZES, COLOURS):
        look = TextLook(size, ALIGNMENTS[align], colour=COLOURS[colour], cells=cells)

        picture = drawn(blank, TEXTS[text], look)

        left, top, right, bottom = ink(picture)
        said = f"{align}, {size}, {colour}"
        assert left >= X - 1 and right <= X + WIDTH + 1, said
        assert top >= Y - 1 and bottom <= Y + HEIGHT + 1, said
        if not cells:
            free = {"left": left - X, "right": X + WIDTH - right}
            free["center"] = abs(left + right - 2 * X - WIDTH) / 2
            assert free[align] < 4, said
        off = [abs(a - b) for a, b in zip(darkest(picture), COLOURS[colour], strict=True)]
        assert max(off) < 24, (said, darkest(picture))
        heights.setdefault((align, colour), []).append(bottom - top)
    assert all(sorted(each) == each and each[0] < each[-1] for each in heights.values())


def test_each_letter_is_in_its_own_cell_at_every_size(blank: bytes) -> None:
    for size, colour in product(SIZES, COLOURS):
        look = TextLook(size, colour=COLOURS[colour], cells=8)

        picture = drawn(blank, "LEASE47", look)

        for cell in range(8):
            sides = [round((X + WIDTH * n / 8) * DPI / 72) for n in (cell, cell + 1)]
            inside = picture.crop((sides[0], 0, sides[1], picture.height)).convert("L")
            assert (inside.getextrema()[0] < 250) is (cell < 7), (size, colour, cell)
