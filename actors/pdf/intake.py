"""Takes in an uploaded PDF: refuses what cannot be signed, makes the canonical version of the rest.

To be run in the sandbox: nothing here trusts the bytes, and nothing here protects against them.
"""

from dataclasses import dataclass
from math import prod

import pymupdf
from pymupdf import mupdf

from actors.pdf import canonical, found_fields, geometry, inspection, layers
from actors.pdf.found_fields import FoundField
from core.document import BYTES_LIMIT, PAGES_LIMIT, Page
from core.refusals import (
    DamagedPdf,
    FileTooLarge,
    NoPages,
    NotAPdf,
    PasswordNeeded,
    Refusal,
    TooComplex,
    TooManyPages,
    WrongPassword,
)

HEADER, HEADER_WITHIN = b"%PDF-", 1024
PICTURE_LIMIT = 400_000_000
"""Pixels of one picture: an A0 sheet scanned at 400 dots per inch has 245 million."""

PROOF = 9
"""Dots per inch."""

DECRYPTED = 1
"""MuPDF's word for writing without encryption."""

NOTES = (
    "actions_removed",
    "annotations_flattened",
    "attachments_removed",
    "decrypted",
    "form_flattened",
    "junk_removed",
    "layers_removed",
    "repaired",
    "scripts_removed",
    "structure_lost",
)
"""What the sender may be told about an accepted document."""


@dataclass(frozen=True)
class Accepted:
    """A document that can be sent: its canonical version, pages as shown (points), what was
    changed (of NOTES), and the form fields it brought along."""

    canonical: bytes
    pages: tuple[Page, ...]
    notes: tuple[str, ...]
    fields: tuple[FoundField, ...]


def accept(pdf: bytes, password: str | None = None) -> Accepted:
    """Raises a subclass of UnusableFile for each way a file cannot be used."""
    if len(pdf) > BYTES_LIMIT:
        raise FileTooLarge
    start = pdf[: HEADER_WITHIN + len(HEADER)].find(HEADER)
    if start < 0:
        raise NotAPdf
    try:
        return _accept(pdf[start:], password, {"junk_removed"} if start else set())
    except (Refusal, MemoryError):
        raise
    except mupdf.FzErrorBase as error:
        raise _meaning(error) from error
    except Exception as error:  # parsers of broken files fail in every way there is
        raise DamagedPdf from error


def _meaning(error: mupdf.FzErrorBase) -> Exception:
    if isinstance(error, mupdf.FzErrorSystem) and "alloc" in str(error):
        return MemoryError()
    if isinstance(error, mupdf.FzErrorLimit) or "bomb" in str(error):
        return TooComplex()
    return DamagedPdf()


def _accept(pdf: bytes, password: str | None, notes: set[str]) -> Accepted:
    document = _opened(pdf)
    if document.needs_pass or document.is_encrypted:
        _unlock(document, password)
    if document.is_repaired:
        notes.add("repaired")
    if (document.metadata or {}).get("encryption"):
        notes.add("decrypted")
    if notes & {"repaired", "decrypted"}:
        pdf = document.tobytes(encryption=DECRYPTED, garbage=1)
        document = _opened(pdf)
    if document.page_count == 0:
        raise DamagedPdf if document.is_repaired else NoPages
    if document.page_count > PAGES_LIMIT:
        raise TooManyPages
    _check_pictures(document)
    notes |= set(inspection.inspect(pdf))
    visible = layers.without_hidden(pdf)
    if visible is not None:
        notes.add("layers_removed")
        document = _opened(visible)
    return _remade(document, notes)


def _opened(pdf: bytes) -> pymupdf.Document:
    document = pymupdf.open(stream=pdf, filetype="pdf")
    if not document.is_pdf:
        raise DamagedPdf
    return document


def _unlock(document: pymupdf.Document, password: str | None) -> None:
    """Many files are encrypted for their permissions only: those open without a password."""
    if document.authenticate(""):
        return
    if not password:
        raise PasswordNeeded
    if not document.authenticate(password):
        raise WrongPassword


def _check_pictures(document: pymupdf.Document) -> None:
    for xref in range(1, document.xref_length()):
        if document.xref_is_image(xref):
            sides = [document.xref_get_key(xref, name)[1] for name in ("Width", "Height")]
            if all(side.isdigit() for side in sides) and prod(map(int, sides)) > PICTURE_LIMIT:
                raise TooComplex


def _remade(document: pymupdf.Document, notes: set[str]) -> Accepted:
    geometry.mend_boxes(document)
    fields = found_fields.read(document)
    made, pages, left_behind = canonical.make(document)
    _prove(made)
    if left_behind and "scripts_removed" not in notes:
        notes.add("actions_removed")
    return Accepted(
        canonical=made,
        pages=tuple(Page(page.width, page.height) for page in pages),
        notes=tuple(sorted(notes)),
        fields=fields,
    )


def _prove(pdf: bytes) -> None:
    """Paint every page once, small: what takes too long to paint is found out here and now."""
    document = _opened(pdf)
    for number in range(document.page_count):
        document[number].get_pixmap(dpi=PROOF)
        pymupdf.TOOLS.store_shrink(50)
