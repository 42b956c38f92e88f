"""How much more one picture of a page shows than another, whatever engines painted them.

Engines round letters and lines to pixels in their own ways. So ink is compared, not pixels: the
mean darkness around each point, against the same around the point and its neighbours, and only
what exceeds a share of the ink that is there.
"""

from itertools import product

from PIL import Image, ImageChops, ImageFilter

SHARE = 0.3
"""Of the ink: by so much does the same letter come out darker or lighter."""

SHIFTS = sorted(product((-1, 0, 1), repeat=2), key=lambda shift: abs(shift[0]) + abs(shift[1]))
DARK = 160
QUIET = 8
"""Of 255: less is never more than rounding."""


def difference(one: Image.Image, other: Image.Image, radius: int) -> int:
    """The largest difference of ink anywhere, from 0 to 255, of two grey pictures of one size.

    A digit of 8 points that only one of them shows makes 36 at 72 dots per inch and a radius of
    2 pixels; what engines do differently with the same letters, 16 at the most.
    """
    if one.tobytes() == other.tobytes():
        return 0
    found = _difference(one, other, radius)
    if _is_dark(one, radius) or _is_dark(other, radius):  # where what is lighter is the ink
        turned = ImageChops.invert(one), ImageChops.invert(other)
        found = max(found, _difference(*turned, radius))
    return found


def _is_dark(picture: Image.Image, radius: int) -> bool:
    """Whether a place of it is so dark that the share would hide something on it."""
    return any(_ink(picture, 2 * radius).histogram()[DARK:])


def _difference(one: Image.Image, other: Image.Image, radius: int) -> int:
    first, second = _ink(one, radius), _ink(other, radius)
    excess = _excess(first, second)
    for shift in SHIFTS[1:]:
        box = excess.point(_loud).getbbox()
        if box is None:
            break
        first, second, excess = (_cut(picture, box) for picture in (first, second, excess))
        moved = ImageChops.offset(second, *shift)
        excess = ImageChops.darker(excess, _excess(first, moved))
    return max(step for step, count in enumerate(excess.histogram()) if count)


def _ink(picture: Image.Image, radius: int) -> Image.Image:
    return ImageChops.invert(picture).filter(ImageFilter.BoxBlur(radius))


def _excess(one: Image.Image, other: Image.Image) -> Image.Image:
    usual = ImageChops.lighter(one, other).point(_share)
    return ImageChops.subtract(ImageChops.difference(one, other), usual)


def _cut(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """What is within the box, and the pixels around it that a shift may bring in."""
    left, top, right, bottom = box
    return picture.crop(
        (
            max(0, left - 2),
            max(0, top - 2),
            min(picture.width, right + 2),
            min(picture.height, bottom + 2),
        )
    )


_share = [round(SHARE * step) for step in range(256)]
_loud = [255 * (step > QUIET) for step in range(256)]
