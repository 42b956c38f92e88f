"""A stranger's picture made a logo. To be run in the sandbox."""

from dataclasses import dataclass

from actors.pdf.uploaded_pictures import plain_picture
from core.organizations.refusals import UnusableLogo

FORMATS = ("PNG", "JPEG", "WEBP")
LARGEST = 600, 200  # pixels: sharp at the 300 by 100 that pages and mails show


@dataclass(frozen=True, slots=True)
class PreparedLogo:
    png: bytes
    width: int
    height: int


def prepare(data: bytes) -> PreparedLogo:
    """The logo with no byte of the upload in it. Raises UnusableLogo."""
    try:
        plain = plain_picture.upright(data, FORMATS, LARGEST)
    except plain_picture.Unreadable as problem:
        raise UnusableLogo from problem
    return PreparedLogo(plain_picture.as_png(plain, optimize=True), *plain.size)
