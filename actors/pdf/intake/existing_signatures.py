"""Whether an uploaded PDF is signed already, as seen by the engines that take it over.

Engines may read different objects out of a damaged or crafted file. One that sees a signature is
enough: what is taken over must never destroy one. Two that do not see as many are a doubt.
"""

import pymupdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pymupdf import mupdf

from actors.pdf.mupdf_objects import entry, inherited, items, name_of

MOST_FIELDS = 20_000


def most_seen(document: pymupdf.Document, original: bytes, password: str | None) -> int:
    """How many signatures are there, as the engine tells that sees more of them."""
    return max(_in_mupdf(document), _in_pdfium(original, password))


def _in_mupdf(document: pymupdf.Document) -> int:
    """Among the fields of the form, at whatever depth, and the fields of the pages."""
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    waiting = list(items(mupdf.pdf_dict_getp(mupdf.pdf_trailer(pdf), "Root/AcroForm/Fields")))
    for number in range(document.page_count):
        waiting += items(entry(mupdf.pdf_lookup_page_obj(pdf, number), "Annots"))
    seen, signed = 0, set()
    while waiting and seen < MOST_FIELDS:
        field, seen = waiting.pop(), seen + 1
        if _is_signed(field):
            signed.add(_number(inherited(field, "V"), seen))
        waiting += items(entry(field, "Kids"))
    return len(signed)


def _is_signed(field: mupdf.PdfObj) -> bool:
    if not mupdf.pdf_is_dict(field) or name_of(inherited(field, "FT")) != "Sig":
        return False
    return bool(mupdf.pdf_is_dict(inherited(field, "V")))


def _number(signature: mupdf.PdfObj, otherwise: int) -> int:
    """That of the object; one without a number is no other's."""
    return int(mupdf.pdf_to_num(signature)) or -otherwise


def _in_pdfium(pdf: bytes, password: str | None) -> int:
    try:
        document = pypdfium2.PdfDocument(pdf, password)
    except pypdfium2.PdfiumError:
        return 0
    fields = range(max(0, pdfium.FPDF_GetSignatureCount(document)))
    signed = (pdfium.FPDF_GetSignatureObject(document, number) for number in fields)
    return sum(bool(pdfium.FPDFSignatureObj_GetContents(field, None, 0)) for field in signed)
