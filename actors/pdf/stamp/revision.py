"""Writes what was changed in a document as a revision after its bytes (ISO 32000-2, 7.5.6)."""

import hashlib
import re

import pymupdf
from pymupdf import mupdf

# The second part is written in hex, or as a literal string where that is shorter.
IDENTIFIER = re.compile(
    rb"(/ID ?\[ ?<[0-9A-Fa-f]{32}> ?)(?:<[0-9A-Fa-f]{32}>|\((?:\\.|[^\\()])*\))", re.DOTALL
)


def written(document: pymupdf.Document, length: int) -> bytes:
    """The bytes to follow those from which the document was opened, which are so many.

    The same changes give the same bytes: MuPDF would name every revision by chance.
    """
    options = mupdf.PdfWriteOptions()
    options.do_incremental = 1
    options.do_compress = options.do_compress_images = options.do_compress_fonts = 1
    buffer = mupdf.FzBuffer(length + 100_000)
    output = mupdf.FzOutput(buffer)
    mupdf.pdf_write_document(mupdf.pdf_document_from_fz_document(document.this), output, options)
    output.fz_close_output()
    whole = mupdf.fz_buffer_storage_memoryview(buffer)
    return _named(bytes(whole[length:]))


def _named(revision: bytes) -> bytes:
    without = IDENTIFIER.sub(rb"\1", revision)
    name = hashlib.sha256(without).hexdigest()[:32].upper().encode()
    return IDENTIFIER.sub(rb"\g<1><" + name + rb">", revision)
