"""What a recipient attaches opens as what it begins as."""

from io import BytesIO

import pymupdf
import pytest
from PIL import Image

from actors.pdf.uploaded_files import attached_file
from core.signing.refusals import UnusableAttachment
from tests.actors.pdf import pdfs


def picture(format: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "white").save(written, format)
    return written.getvalue()


def protected() -> bytes:
    with pymupdf.open("pdf", pdfs.contract(1)) as document:
        encryption = pymupdf.PDF_ENCRYPT_AES_256  # type: ignore[attr-defined]
        locked: bytes = document.tobytes(encryption=encryption, user_pw="secret", owner_pw="owner")
        return locked


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_pictures_that_open_are_taken(format: str) -> None:
    data = picture(format)

    attached_file.check(data)

    with pytest.raises(UnusableAttachment):
        attached_file.check(data[: len(data) // 2])


def test_a_pdf_that_opens_is_taken() -> None:
    pdf = pdfs.contract(1)

    attached_file.check(pdf)

    assert pdf.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "data",
    [b"%PDF-<html><script>alert(1)</script></html>", b"%PDF-1.7\n%%EOF", protected()],
    ids=["html", "empty", "protected"],
)
def test_what_only_begins_as_a_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableAttachment):
        attached_file.check(data)
