"""What the fork server does once so that no child pays for a first seal, or lacks a module."""

import io
from datetime import UTC, datetime
from uuid import UUID

import pymupdf
from PIL import Image

from actors.pdf.seal import cms, interrupted_signing, sealing_steps
from actors.pdf.stamp import signature_image, stamp
from core.fields.kind import Printed
from tenants.use_cases.evidence import signing_certificates

SCRIPTS = "Signer Підписант موقّع หนึ่ง 署名 🖋"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def warm() -> None:
    """Stamp, seal and judge a page of our own, with a key that is forgotten at once."""
    made = signing_certificates.make("Warm", UUID(int=0), EPOCH, 1)
    picture = signature_image.reduce(_picture())
    signature = stamp.StampedValue(1, 9, 50, 99, 40, Printed.PICTURE, SCRIPTS, picture, ("Warm",))
    value = stamp.StampedValue(1, 9, 9, 99, 20, Printed.TEXT, SCRIPTS)
    page, marks = _page(), (signature, value)
    appended = sealing_steps.stamp_and_prepare(page, marks, made.certificate, EPOCH)
    sealed = sealing_steps.sign(
        page, appended, interrupted_signing.load_key(made.private_key), made.certificate
    )
    sealing_steps.check(sealed, len(page), marks, made.certificate)
    cms.size.cache_clear()


def _page() -> bytes:
    with pymupdf.open() as document:
        document.new_page()
        page: bytes = document.tobytes()
    return page


def _picture() -> bytes:
    png = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 90)).save(png, "PNG")
    return png.getvalue()
