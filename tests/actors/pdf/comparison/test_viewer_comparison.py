"""Poppler is asked how pages look: what differs is told, what it cannot read refuses nothing."""

import ctypes.util
from pathlib import Path

import pytest

from actors import worker
from actors.documents import viewer_notes
from actors.pdf.comparison import poppler_library, viewer_comparison
from actors.pdf.intake import intake
from actors.pdf.intake.intake import Accepted
from actors.pdf.sandbox import sandbox
from core.documents.document import Page
from tests.actors.pdf import pdfs, signed_pdfs
from tests.actors.pdf.comparison import poppler_dependent_pdfs, viewer_dependent_pdfs

needs_library = pytest.mark.skipif(
    not poppler_library.is_installed(), reason="the Debian package libpoppler-glib8 is missing"
)
INTER = Path("webapp/static/vendor/fonts/Inter_400Regular.ttf").resolve()
# What Poppler alone reads otherwise, and what PDFium does.
SEEN_BY_POPPLER = ("a_stencil_of_a_stencil", "a_table_of_colours_that_is_too_short")


@needs_library
def test_a_plain_document_looks_the_same_in_the_third_engine_as_well():
    seen = viewer_comparison.compare(intake.accept(pdfs.contract(3)).canonical, as_uploaded=False)

    assert seen == viewer_comparison.ViewerComparison((), ())


def turned() -> bytes:
    """With its font inside: of one that is only named each machine shows another one."""
    return pdfs.cropped_and_rotated(fontfile=INTER)


@needs_library
@pytest.mark.parametrize("build", [turned, pdfs.user_unit, pdfs.offset_media_box])
def test_pages_of_odd_shapes_are_not_taken_for_different(build):
    canonical = intake.accept(build()).canonical

    assert viewer_comparison.compare(canonical, as_uploaded=False).pages == ()
    assert viewer_comparison.compare(build(), as_uploaded=True).pages == ()


@needs_library
@pytest.mark.parametrize("name", SEEN_BY_POPPLER)
def test_what_poppler_alone_shows_otherwise_is_seen(name):
    pdf = poppler_dependent_pdfs.BUILDERS[name]()

    seen = viewer_comparison.compare(pdf, as_uploaded=False)

    assert seen.pages == (1,)
    assert viewer_comparison.notes_of(seen, as_uploaded=False) == ("viewers_differ:1",)
    assert viewer_comparison.notes_of(seen, as_uploaded=True) == ("pages_ambiguous:1",)


def test_of_a_file_shown_as_it_came_pdfium_is_asked_as_well():
    pdf = viewer_dependent_pdfs.KINDS[0]()

    assert viewer_comparison.compare(pdf, as_uploaded=True).pages == (1,)


@needs_library
def test_of_a_long_document_the_first_pages_and_those_with_pictures_are_compared():
    canonical = intake.accept(pdfs.contract(40)).canonical

    seen = viewer_comparison.compare(canonical, as_uploaded=False)

    assert seen == viewer_comparison.ViewerComparison((), ("compared_in_part:30",))


def test_without_the_library_the_note_says_so(monkeypatch):
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    monkeypatch.setitem(poppler_library.NAMES, poppler_library.LIBRARY, "libnothing.so.8")
    poppler_library.functions.cache_clear()

    seen = viewer_comparison.compare(pdfs.contract(1), as_uploaded=False)

    poppler_library.functions.cache_clear()
    assert seen == viewer_comparison.ViewerComparison((), ("third_engine_missing",))


def test_a_file_that_it_cannot_read_is_told_and_not_refused():
    sandbox.start(worker.PRELOADED)
    try:
        unreadable = Accepted(b"no PDF at all", (Page(10, 10),), (), ())
        assert viewer_notes.notes(unreadable) == ("third_engine_failed",)
    finally:
        sandbox.stop()


@needs_library
def test_a_signed_file_is_compared_as_it_came():
    sandbox.start(worker.PRELOADED)
    try:
        assert viewer_notes.notes(intake.accept(signed_pdfs.approved("Ana Lima"))) == ()
    finally:
        sandbox.stop()
