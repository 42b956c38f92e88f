"""The canonical version: every page embedded anew, so that all viewers show the same content."""

import hashlib

import pymupdf
from pymupdf import mupdf

from actors.pdf import navigation
from actors.pdf.geometry import Shown, shown

BLEED = 1.0
"""Points left around a page's content, so that its edge is cut by the page and not blurred."""

OUTPUT_INTENT = ("Type", "S", "OutputCondition", "OutputConditionIdentifier", "RegistryName")


class Canon:
    """A document in the making, and the way from the source's objects to its own."""

    def __init__(self, source: pymupdf.Document) -> None:
        self.source, self.target = source, pymupdf.open()
        self.source_pdf = mupdf.pdf_document_from_fz_document(source.this)
        self.target_pdf = mupdf.pdf_document_from_fz_document(self.target.this)
        self.pages: list[Shown] = []
        self.page_objects: list[mupdf.PdfObj] = []
        self._copied = mupdf.pdf_new_graft_map(self.target_pdf)

    def copy(self, found: mupdf.PdfObj) -> mupdf.PdfObj:
        """A source's object with all it refers to; each only once, however often asked for."""
        return mupdf.pdf_graft_mapped_object(self._copied, found)

    def dictionary(self, **entries: mupdf.PdfObj) -> mupdf.PdfObj:
        made = mupdf.pdf_new_dict(self.target_pdf, len(entries))
        for name, entry in entries.items():
            mupdf.pdf_dict_puts(made, name, entry)
        return made

    def array(self, entries: list[mupdf.PdfObj]) -> mupdf.PdfObj:
        made = mupdf.pdf_new_array(self.target_pdf, len(entries))
        for entry in entries:
            mupdf.pdf_array_push(made, entry)
        return made


def make(source: pymupdf.Document) -> tuple[bytes, tuple[Shown, ...], bool]:
    """The canonical version of an opened document, how its pages are shown, and whether links
    or bookmarks that do more than lead somewhere were left behind.

    Form fields and annotations become part of the pages. The same source gives the same bytes.
    """
    source.bake()
    canon = Canon(source)
    for number in range(source.page_count):
        _embed(canon, source[number])
    complete = navigation.copy(canon)
    _describe(canon)
    return _written(canon.target), tuple(canon.pages), not complete


def _embed(canon: Canon, page: pymupdf.Page) -> None:
    place = shown(page)
    original = mupdf.pdf_page_from_fz_page(page.this).obj()
    form = _form(canon, page, original, place)
    resources = canon.dictionary(XObject=canon.dictionary(Page=form))
    paint = _buffer(f"q {_written_out(place.upright)} cm /Page Do Q".encode())
    size = mupdf.FzRect(0, 0, place.width, place.height)
    made = mupdf.pdf_add_page(canon.target_pdf, size, 0, resources, paint)
    group = mupdf.pdf_dict_gets(original, "Group")
    if mupdf.pdf_is_dict(group):  # the colours in which transparency is mixed
        mupdf.pdf_dict_puts(made, "Group", canon.copy(group))
    mupdf.pdf_insert_page(canon.target_pdf, -1, made)
    canon.pages.append(place)
    canon.page_objects.append(made)


def _written_out(matrix: pymupdf.Matrix) -> str:
    numbers = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers)


def _form(canon: Canon, page: pymupdf.Page, original: mupdf.PdfObj, place: Shown) -> mupdf.PdfObj:
    found = mupdf.pdf_dict_get_inheritable(original, mupdf.pdf_new_name("Resources"))
    resources = canon.copy(found) if mupdf.pdf_is_dict(found) else canon.dictionary()
    box = place.box
    frame = mupdf.FzRect(box.x0 - BLEED, box.y0 - BLEED, box.x1 + BLEED, box.y1 + BLEED)
    content = _buffer(page.read_contents())
    return mupdf.pdf_new_xobject(canon.target_pdf, frame, mupdf.FzMatrix(), resources, content)


def _describe(canon: Canon) -> None:
    """Title, language and what the colours are meant for."""
    trailer = mupdf.pdf_trailer(canon.target_pdf)
    catalog = mupdf.pdf_dict_gets(trailer, "Root")
    source_trailer = mupdf.pdf_trailer(canon.source_pdf)
    source_catalog = mupdf.pdf_dict_gets(source_trailer, "Root")
    title = mupdf.pdf_dict_getp(source_trailer, "Info/Title")
    if mupdf.pdf_is_string(title):
        information = canon.dictionary(Title=canon.copy(title))
        mupdf.pdf_dict_puts(trailer, "Info", mupdf.pdf_add_object(canon.target_pdf, information))
    language = mupdf.pdf_dict_gets(source_catalog, "Lang")
    if mupdf.pdf_is_string(language):
        mupdf.pdf_dict_puts(catalog, "Lang", canon.copy(language))
    intents = mupdf.pdf_dict_gets(source_catalog, "OutputIntents")
    if mupdf.pdf_array_len(intents):
        copies = [_intent(canon, intent) for intent in navigation.items(intents)]
        mupdf.pdf_dict_puts(catalog, "OutputIntents", canon.array(copies))


def _intent(canon: Canon, intent: mupdf.PdfObj) -> mupdf.PdfObj:
    names = (*OUTPUT_INTENT, "Info", "DestOutputProfile")
    found = {name: mupdf.pdf_dict_gets(intent, name) for name in names}
    return canon.dictionary(
        **{name: canon.copy(entry) for name, entry in found.items() if entry.m_internal}
    )


def _buffer(content: bytes) -> mupdf.FzBuffer:
    return mupdf.fz_new_buffer_from_copied_data(content)


def _written(document: pymupdf.Document) -> bytes:
    options = {"garbage": 3, "deflate": True, "use_objstms": 1, "no_new_id": True}
    draft = document.tobytes(**options)
    name = hashlib.sha256(draft).hexdigest()[:32].upper()
    document.xref_set_key(-1, "ID", f"[<{name}><{name}>]")
    written: bytes = document.tobytes(**options)
    return written
