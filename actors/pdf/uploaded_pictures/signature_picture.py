"""A stranger's picture of a signature made a plain one. To be run in the sandbox."""

from PIL import Image

from actors.pdf.uploaded_pictures import plain_picture
from core.signing.refusals import UnusableImage

FORMATS = ("PNG", "JPEG")
WORKED_WITH = 2000, 2000  # pixels
LARGEST = 1000, 500  # pixels: what browsers with a script make
INK = 60  # of 255: as much darker than its paper is what was written
MARGIN = 0.05  # of what was written


def convert(data: bytes) -> bytes:
    """
    A PNG with no byte of the upload in it, cut to what was written. Raises UnusableImage.

    Where a script runs, people cut it themselves, and it begins with the same part
    (signature_crop.js).
    """
    try:
        picture = plain_picture.upright(data, FORMATS, WORKED_WITH)
    except plain_picture.Unreadable as problem:
        raise UnusableImage from problem
    cut = picture.crop(_written(picture) or (0, 0, *picture.size))
    cut.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    return plain_picture.as_png(cut)


def _written(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Where it is darker than its paper, with a margin; None where it is nowhere."""
    white = Image.new("RGBA", picture.size, "white")
    levels = Image.alpha_composite(white, picture).convert("L")
    paper = _paper(levels)
    found = levels.point([255 * (level < paper - INK) for level in range(256)]).getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    by = round(MARGIN * max(right - left, bottom - top)) + 2
    return (
        max(left - by, 0),
        max(top - by, 0),
        min(right + by, picture.width),
        min(bottom + by, picture.height),
    )


def _paper(levels: Image.Image) -> int:
    """How light four fifths of the photo are: the rest may be ink, shade or the table below."""
    left = levels.width * levels.height // 5
    for level, count in reversed(list(enumerate(levels.histogram()))):
        left -= count
        if left < 0:
            return level
    return 255
