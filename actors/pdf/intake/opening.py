"""Opens an uploaded PDF: with its password, and mended where it is damaged."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

import pymupdf
from pymupdf import mupdf

from core.documents.refusals import DamagedPdf, NoPages, PasswordNeeded, TooComplex, WrongPassword
from core.refusals import Refusal

DECRYPTED = 1
"""MuPDF's word for writing without encryption."""

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True)
class OpenedPdf:
    """A document with at least one page, the same as plain bytes, and what was done to it."""

    document: pymupdf.Document
    pdf: bytes
    notes: set[str]


def damage_refused(
    function: Callable[Arguments, Result],
) -> Callable[Arguments, Result]:
    """Make whatever goes wrong over a broken file the refusal that it stands for."""

    @wraps(function)
    def refusing(*arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        try:
            return function(*arguments, **named)
        except (Refusal, MemoryError):
            raise
        except mupdf.FzErrorBase as error:
            raise _meaning(error) from error
        except Exception as error:  # parsers of broken files fail in every way there is
            raise DamagedPdf from error

    return refusing


def open_plain(pdf: bytes, password: str | None) -> OpenedPdf:
    """Raises PasswordNeeded, WrongPassword, DamagedPdf, NoPages."""
    document = _unlocked(pdf, password)
    notes = {"repaired"} if document.is_repaired else set()
    if document.page_count == 0:
        raise NoPages if _is_empty(document) else DamagedPdf
    if (document.metadata or {}).get("encryption"):
        notes.add("decrypted")
    if notes:
        pdf = document.tobytes(encryption=DECRYPTED, garbage=1)
        document = pymupdf.open(stream=pdf, filetype="pdf")
    return OpenedPdf(document, pdf, notes)


@damage_refused
def rebuilt(pdf: bytes, password: str | None) -> bytes:
    """The same file with its objects gathered one by one, whatever its tables say."""
    document = _unlocked(pdf, password)
    mupdf.pdf_repair_xref(mupdf.pdf_document_from_fz_document(document.this))
    written: bytes = document.tobytes(encryption=DECRYPTED, garbage=1)
    return written


def _unlocked(pdf: bytes, password: str | None) -> pymupdf.Document:
    """Many files are encrypted for their permissions only: those open without a password."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    if not document.is_pdf:
        raise DamagedPdf
    locked = document.needs_pass or document.is_encrypted
    if locked and not document.authenticate(""):
        if not password:
            raise PasswordNeeded
        if not document.authenticate(password):
            raise WrongPassword
    return document


def _is_empty(document: pymupdf.Document) -> bool:
    """Whether it has no pages, rather than pages that cannot be found."""
    trailer = mupdf.pdf_trailer(mupdf.pdf_document_from_fz_document(document.this))
    kids = mupdf.pdf_dict_getp(trailer, "Root/Pages/Kids")
    return bool(mupdf.pdf_is_array(kids)) and mupdf.pdf_array_len(kids) == 0


def _meaning(error: mupdf.FzErrorBase) -> Exception:
    if isinstance(error, mupdf.FzErrorSystem) and "alloc" in str(error):
        return MemoryError()
    if isinstance(error, mupdf.FzErrorLimit) or "bomb" in str(error):
        return TooComplex()
    return DamagedPdf()
