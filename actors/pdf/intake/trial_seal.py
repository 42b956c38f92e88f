"""Seals an accepted document once, on trial: nothing that cannot be sealed is ever sent.

The key and the certificate are of no one and are forgotten with the process.
"""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image

from actors.pdf.seal import (
    added_signatures,
    countersigning_steps,
    interrupted_signing,
    sealing_steps,
)
from actors.pdf.seal.added_signatures import AddedSignature
from actors.pdf.stamp.stamp import StampedValue
from core.documents.document import Page
from core.documents.earlier_signatures import EmptySignatureField
from core.documents.refusals import Unsealable
from core.fields.field import SMALLEST
from core.fields.kind import Printed
from tenants.use_cases.evidence import signing_certificates

AT = datetime(2000, 1, 1, tzinfo=UTC)
TEXT = "Signer Nguyễn"
"""Takes an embedded font. Those of other scripts come in the same way and cost 100 ms more."""

WIDTH, HEIGHT = 120.0, 40.0


def seal_once(canonical: bytes, pages: tuple[Page, ...]) -> None:
    """Stamp, prepare, sign and check as it will be done in earnest. Raises Unsealable.

    A lack of memory is none of the document's doing and passes through.
    """
    key, certificate = _made()
    try:
        marks = _marks(pages)
        appended = sealing_steps.stamp_and_prepare(canonical, marks, certificate, AT)
        sealed = sealing_steps.sign(canonical, appended, key, certificate)
        sealing_steps.check(sealed, len(canonical), marks, certificate)
    except MemoryError:
        raise
    except Exception as error:  # whatever stops a seal would stop it again when all have signed
        raise Unsealable from error


def add_once(pdf: bytes, added: tuple[AddedSignature, ...]) -> None:
    """Add these to a signed file as it will be done in earnest. Raises Unsealable."""
    key, certificate = _made()
    try:
        sealed = pdf
        for each in added:
            appended = added_signatures.prepare(sealed, each, certificate, AT)
            sealed = sealing_steps.sign(sealed, appended, key, certificate)
        countersigning_steps.check(sealed, len(pdf), added, certificate)
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise Unsealable from error


def in_new_fields(
    pages: tuple[Page, ...], empty: tuple[EmptySignatureField, ...]
) -> tuple[AddedSignature, ...]:
    """A signature on the first page and one on the last, one in each empty field, and the seal."""
    new = [
        AddedSignature(mark)
        for number in (1, len(pages))
        if (mark := _signature(number, *_box(pages[number - 1]))) and _has_room(mark)
    ]
    return *new, *in_empty_fields(empty), AddedSignature()


def in_empty_fields(empty: tuple[EmptySignatureField, ...]) -> tuple[AddedSignature, ...]:
    return tuple(
        AddedSignature(_signature(f.page, f.x, f.y, f.width, f.height), f.name) for f in empty
    )


@cache
def _made() -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    """Made when the fork server warms up; each child inherits it."""
    made = signing_certificates.make("Trial", UUID(int=0), AT, 1)
    return interrupted_signing.load_key(made.private_key), made.certificate


def _marks(pages: tuple[Page, ...]) -> tuple[StampedValue, ...]:
    """A value on the first page and a signature on the last, where a field has room on them."""
    marks = (
        StampedValue(1, *_box(pages[0]), Printed.TEXT, TEXT),
        _signature(len(pages), *_box(pages[-1])),
    )
    return tuple(filter(_has_room, marks))


def _signature(page: int, x: float, y: float, width: float, height: float) -> StampedValue:
    box = (page, x, y, width, height)
    return StampedValue(*box, Printed.PICTURE, TEXT, _picture(), (TEXT, "2000-01-01"))


def _has_room(mark: StampedValue) -> bool:
    return min(mark.width, mark.height) >= SMALLEST


def _box(page: Page) -> tuple[float, float, float, float]:
    return 0, 0, min(WIDTH, page.width), min(HEIGHT, page.height)


@cache
def _picture() -> bytes:
    png = BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 90)).save(png, "PNG")
    return png.getvalue()
