"""A canonical version in the making."""

from typing import Protocol

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical.geometry import ShownPage
from actors.pdf.mupdf_objects import text_of


class ResourceCopies(Protocol):
    """What copies the resources of pages, fonts and patterns, each kind by its own rules."""

    def copy(self, kind: str, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """None for what is not of this kind at all."""
        ...


class Canon:
    """
    A document in the making, and the way from the source's objects to its own.

    The caller sets `resources`: they are copied with the document itself.
    """

    resources: ResourceCopies

    def __init__(self, source: pymupdf.Document) -> None:
        self.source, self.target = source, pymupdf.open()
        self.source_pdf = mupdf.pdf_document_from_fz_document(source.this)
        self.target_pdf = mupdf.pdf_document_from_fz_document(self.target.this)
        self.pages: list[ShownPage] = []
        self.page_objects: list[mupdf.PdfObj] = []
        self._copied = mupdf.pdf_new_graft_map(self.target_pdf)

    def copy(self, found: mupdf.PdfObj) -> mupdf.PdfObj:
        """A number, a string or a name of the source."""
        return mupdf.pdf_graft_mapped_object(self._copied, found)

    def plain(self, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """The same, or an array of such; None for anything else."""
        return self.resources.copy("Plain", found) if found.m_internal else None

    def text(self, found: mupdf.PdfObj) -> mupdf.PdfObj:
        """A text string (ISO 32000-2, 7.9.2.2) in an encoding that every reader knows."""
        return mupdf.pdf_new_text_string(text_of(found))

    def dictionary(self, /, **entries: mupdf.PdfObj) -> mupdf.PdfObj:
        made = mupdf.pdf_new_dict(self.target_pdf, len(entries))
        for name, one in entries.items():
            mupdf.pdf_dict_puts(made, name, one)
        return made

    def array(self, entries: list[mupdf.PdfObj]) -> mupdf.PdfObj:
        made = mupdf.pdf_new_array(self.target_pdf, len(entries))
        for one in entries:
            mupdf.pdf_array_push(made, one)
        return made

    def stream(self, data: bytes) -> mupdf.PdfObj:
        """A new stream; it is compressed when the document is written."""
        return mupdf.pdf_add_stream(
            self.target_pdf, mupdf.fz_new_buffer_from_copied_data(data), self.dictionary(), 0
        )
