"""Builders of PDFs with form fields and annotations, written out by hand."""

import pytest

from tests.actors.pdf import pdfs

CASES = pdfs.SAMPLES.parent / "cases"
needs_cases = pytest.mark.skipif(
    not CASES.is_dir(), reason="the cases that failed (../shared/cases) are not here"
)

FONTS = (
    b"<</Font<</Helv<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    b"/ZaDb<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>>>>>"
)
PAGE, FIRST = 3, 5
"""The numbers of the page's object and of the first that is given."""


def case(name: str) -> bytes:
    return (CASES / f"{name}.pdf").read_bytes()


def form(
    *annotations: bytes,
    needed: bool = False,
    page: bytes = b"",
    fields: bytes | None = None,
    more: tuple[bytes, ...] = (),
) -> bytes:
    """A page of 400 by 400 points; the annotations are objects from FIRST on, `more` follow."""
    numbers = range(FIRST, FIRST + len(annotations))
    references = b" ".join(b"%d 0 R" % number for number in numbers)
    need = b"/NeedAppearances true" if needed else b""
    acroform = b"<</Fields[%s]%s/DA(/Helv 10 Tf 0 g)/DR %s>>" % (
        references if fields is None else fields,
        need,
        FONTS,
    )
    text = pdfs.stream(b"BT /Helv 9 Tf 10 385 Td (A form) Tj ET")
    return pdfs.assemble(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm %s>>" % acroform,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R%s/Resources%s/Annots[%s]>>"
        % (page, FONTS, references),
        text,
        *annotations,
        *more,
    )


def widget(entries: bytes, box: tuple[int, int, int, int] = (50, 300, 250, 320)) -> bytes:
    return b"<</Type/Annot/Subtype/Widget/F 4/Rect[%d %d %d %d]%s>>" % (*box, entries)


def look(content: bytes, width: int = 200, height: int = 20) -> bytes:
    """A form XObject that can stand as an annotation's look."""
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %d %d]/Resources %s" % (width, height, FONTS)
    return pdfs.stream(content, entries)
