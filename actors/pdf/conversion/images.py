"""Images made a PDF, one page each. To be run in the sandbox.

A JPEG that every viewer reads alike is embedded as it is, all others without loss.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pymupdf
from PIL import Image, ImageFile, ImageOps, ImageSequence

from actors.pdf.conversion import paper_sizes
from core.documents.document import PAGES_LIMIT
from core.documents.refusals import DamagedImage, ImageTooLarge, TooManyPages

MOST_PIXELS = 120_000_000
LONGEST_SIDE = 30_000
ORIENTATION = 0x0112
TURNED = {None: 0, 1: 0, 3: 180, 6: 270, 8: 90}
"""How far the page is turned counter-clockwise, by what the camera says; others are mirrored."""

FORMATS = {"jpeg": "JPEG", "png": "PNG", "tiff": "TIFF", "webp": "WEBP", "gif": "GIF", "bmp": "BMP"}


def to_pdf(kind: str, data: bytes, paper: str) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and notes. Raises DamagedImage, ImageTooLarge, TooManyPages.

    `paper` is what an image of no size of its own is laid on.
    """
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # another library loaded here sets it
    Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before anything is decoded
    notes: set[str] = set()
    with pymupdf.open() as made:
        try:
            picture = Image.open(BytesIO(data), formats=(FORMATS[kind],))
            for frame in _frames(kind, picture, notes):
                if made.page_count >= PAGES_LIMIT:
                    raise TooManyPages
                _add_page(made, frame, data if kind == "jpeg" else None, paper)
        except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError) as error:
            raise DamagedImage from error
        written: bytes = made.tobytes(garbage=0, deflate=False)
    return written, tuple(sorted(notes))


def _frames(kind: str, picture: Image.Image, notes: set[str]) -> Iterator[Image.Image]:
    if kind == "tiff":
        yield from ImageSequence.Iterator(picture)
        return
    if getattr(picture, "n_frames", 1) > 1:
        notes.add("first_picture_only")
    yield picture


def _add_page(made: Any, frame: Image.Image, jpeg: bytes | None, paper: str) -> None:
    if frame.width * frame.height > MOST_PIXELS or max(frame.size) > LONGEST_SIDE:
        raise ImageTooLarge
    dots = _resolution(frame)
    turn = TURNED.get(frame.getexif().get(ORIENTATION))
    if jpeg is not None and _samples(frame) in ("L", "RGB") and turn is not None:
        frame.load()  # to the end, or it is broken
        size = frame.size if turn in (0, 180) else frame.size[::-1]
        stream = jpeg
    else:
        shown, turn = _plain(ImageOps.exif_transpose(frame)), 0
        size, written = shown.size, BytesIO()
        shown.save(written, "PNG", compress_level=6)
        stream = written.getvalue()
    sheet = paper_sizes.sheet(*size, dots, paper)
    page = made.new_page(width=sheet.width, height=sheet.height)
    page.insert_image(pymupdf.Rect(*sheet.box), stream=stream, rotate=turn, keep_proportion=False)


def _plain(shown: Image.Image) -> Image.Image:
    """Black and white, grey or RGB: what is transparent lies on white, as it does on paper."""
    if _samples(shown).startswith(("I", "F")):
        return _eight_bits(shown)
    if shown.has_transparency_data:
        layered = shown.convert("RGBA")
        white = Image.new("RGB", layered.size, "white")
        white.paste(layered, mask=layered.getchannel("A"))
        return white
    return shown if _samples(shown) in ("1", "L", "RGB") else shown.convert("RGB")


def _samples(image: Image.Image) -> str:
    """Such as L, RGB or I;16: what Pillow calls the bands of an image."""
    return "".join(image.getbands())


def _eight_bits(shown: Image.Image) -> Image.Image:
    """Of 16 bits the upper 8; of what has no range of its own, the range that it uses."""
    wide = shown.convert("I" if _samples(shown).startswith("I") else "F")
    low, high = (float(end) for end in wide.getextrema())  # type: ignore[arg-type]
    if _samples(wide) == "I" and low >= 0 and high <= 0xFFFF:
        low, high = 0.0, float(0xFFFF)
    scale = 255 / ((high - low) or 1)
    return wide.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _resolution(frame: Image.Image) -> float:
    """Dots per inch as the file says; 0 where it says none, or other ones across than down."""
    try:
        across, down = (float(value) for value in frame.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0
    return across if across == across and abs(across - down) <= 0.02 * across else 0
