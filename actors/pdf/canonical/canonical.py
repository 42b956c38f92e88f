"""The canonical version: every page embedded anew, so that all viewers show the same content."""

import hashlib
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from actors.pdf.canonical import layers, links, navigation, resources
from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.copier import Copier
from actors.pdf.canonical.geometry import ShownPage, shown
from actors.pdf.mupdf_objects import entry

BLEED = 1.0
"""Points left around a page's content, so that its edge is cut by the page and not blurred."""


UNUSED, TWICE = 2, 3
"""MuPDF's words for leaving out objects that nothing refers to, and those that are there twice."""

MOST_COMPARED = 4_000
"""Objects of which each is compared with each to find those: with more it takes too long."""


@dataclass(frozen=True)
class CanonicalVersion:
    """The canonical version, how its pages are shown, whether every link and bookmark that led
    somewhere still does, and whether fonts had to be embedded."""

    pdf: bytes
    pages: tuple[ShownPage, ...]
    links_complete: bool
    fonts_embedded: bool


def make(source: pymupdf.Document) -> CanonicalVersion:
    """The canonical version of an opened document.

    Form fields, annotations and the looks of links become part of the pages, of the source's too.
    The same source gives the same bytes.
    """
    links.show(source)
    source.bake()
    canon = Canon(source)
    canon.resources = copier = resources.copier(canon, layers.states(canon.source_pdf))
    for number in range(source.page_count):
        _embed(canon, copier, source[number])
    complete = navigation.copy(canon)
    _describe(canon)
    fonts_embedded = copier.embedding.fonts_embedded
    return CanonicalVersion(_written(canon.target), tuple(canon.pages), complete, fonts_embedded)


def _embed(canon: Canon, copier: Copier, page: pymupdf.Page) -> None:
    place = shown(page)
    original = mupdf.pdf_page_from_fz_page(page.this).obj()
    form = _form(canon, copier, original, place)
    own = canon.dictionary(XObject=canon.dictionary(Page=form))
    paint = _buffer(f"q {_written_out(place.upright)} cm /Page Do Q".encode())
    size = mupdf.FzRect(0, 0, place.width, place.height)
    made = mupdf.pdf_add_page(canon.target_pdf, size, 0, own, paint)
    group = canon.resources.copy("Group", entry(original, "Group"))
    if group is not None and mupdf.pdf_is_dict(group):  # the colours in which transparency is mixed
        mupdf.pdf_dict_puts(made, "Group", group)
    mupdf.pdf_insert_page(canon.target_pdf, -1, made)
    canon.pages.append(place)
    canon.page_objects.append(made)


def _written_out(matrix: pymupdf.Matrix) -> str:
    numbers = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return " ".join(f"{number:.4f}".rstrip("0").rstrip(".") for number in numbers)


def _form(canon: Canon, copier: Copier, original: mupdf.PdfObj, place: ShownPage) -> mupdf.PdfObj:
    painted, (content,) = copier.painted(original, entry(original, "Contents"))
    box = place.box
    frame = mupdf.FzRect(box.x0 - BLEED, box.y0 - BLEED, box.x1 + BLEED, box.y1 + BLEED)
    return mupdf.pdf_new_xobject(
        canon.target_pdf, frame, mupdf.FzMatrix(), painted, _buffer(content)
    )


def _describe(canon: Canon) -> None:
    """Title, language and what the colours are meant for."""
    trailer, source_trailer = map(mupdf.pdf_trailer, (canon.target_pdf, canon.source_pdf))
    catalog, source_catalog = entry(trailer, "Root"), entry(source_trailer, "Root")
    title = mupdf.pdf_dict_getp(source_trailer, "Info/Title")
    if mupdf.pdf_is_string(title):
        information = canon.dictionary(Title=canon.text(title))
        mupdf.pdf_dict_puts(trailer, "Info", mupdf.pdf_add_object(canon.target_pdf, information))
    language = entry(source_catalog, "Lang")
    if mupdf.pdf_is_string(language):
        mupdf.pdf_dict_puts(catalog, "Lang", canon.text(language))
    intents = canon.resources.copy("[OutputIntent]", entry(source_catalog, "OutputIntents"))
    if intents is not None and mupdf.pdf_array_len(intents):
        mupdf.pdf_dict_puts(catalog, "OutputIntents", intents)


def _buffer(content: bytes) -> mupdf.FzBuffer:
    return mupdf.fz_new_buffer_from_copied_data(content)


def _written(document: pymupdf.Document) -> bytes:
    is_large = document.xref_length() > MOST_COMPARED
    garbage = UNUSED if is_large else TWICE
    options = {"garbage": garbage, "deflate": True, "use_objstms": 1, "no_new_id": True}
    draft = document.tobytes(**options)
    name = hashlib.sha256(draft).hexdigest()[:32].upper()
    document.xref_set_key(-1, "ID", f"[<{name}><{name}>]")
    written: bytes = document.tobytes(**options)
    return written
