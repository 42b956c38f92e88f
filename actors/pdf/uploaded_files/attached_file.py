"""Whether a stranger's file opens as what it begins as. To be run in the sandbox."""

from io import BytesIO

import pymupdf
from PIL import Image, ImageFile

from core.signing import attaching
from core.signing.refusals import UnusableAttachment

PDF = "application/pdf"
MOST_PIXELS = 120_000_000


def check(data: bytes) -> None:
    """A PDF with pages and without a password, or a picture. Raises UnusableAttachment."""
    kind = attaching.media_type(data[: attaching.HEAD], len(data))
    try:
        opens = _is_pdf(data) if kind == PDF else _is_picture(data, kind)
    except MemoryError:
        raise
    except Exception as damaged:  # parsers of broken files fail in every way there is
        raise UnusableAttachment from damaged
    if not opens:
        raise UnusableAttachment


def _is_pdf(data: bytes) -> bool:
    with pymupdf.open("pdf", data) as document:
        if document.needs_pass or not document.page_count:
            return False
        document[0].bound()
    return True


def _is_picture(data: bytes, kind: str) -> bool:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # another library loaded here sets it
    format = kind.removeprefix("image/").upper()
    with Image.open(BytesIO(data), formats=(format,)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            return False
        picture.load()
    return True
