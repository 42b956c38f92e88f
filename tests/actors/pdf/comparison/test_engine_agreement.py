"""No file is taken in that shows one thing in one viewer and another in the next."""

from contextlib import suppress

import pymupdf
import pypdfium2
import pytest

from actors.pdf.comparison.engines import Mupdf, Pdfium
from actors.pdf.intake import intake
from core.documents.refusals import UnusableFile
from tests.actors.pdf import pdfs
from tests.actors.pdf.comparison import poppler_dependent_pdfs, viewer_dependent_pdfs
from tests.actors.pdf.poppler import in_poppler, largest_difference

TRICKS_THAT_WORK = 12
"""At least so many of the files are shown differently by these engines as they are uploaded."""

SAME_LETTERS_IN_OTHER_FONTS = 85
"""Of ink: what viewers make of a font that is only named."""

KINDS = (*viewer_dependent_pdfs.KINDS, *poppler_dependent_pdfs.KINDS)


@pdfs.needs_poppler
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_taken_in_shows_the_same_in_all_engines(kind):
    try:
        made = intake.accept(kind()).canonical
    except UnusableFile:
        return

    assert largest_difference(*pictures(made)) < 24
    assert len({said(text) for text in pdfs.texts_in_all_engines(made)}) == 1


@pdfs.needs_poppler
def test_most_of_these_tricks_work_on_the_uploaded_files():
    quick = [
        kind
        for kind in viewer_dependent_pdfs.KINDS
        if kind is not viewer_dependent_pdfs.a_pattern_without_a_step
    ]
    differences = [largest_difference(*pictures(kind())) for kind in quick]

    working = [one for one in differences if one > SAME_LETTERS_IN_OTHER_FONTS]
    assert len(working) >= TRICKS_THAT_WORK


def said(text: str) -> str:
    """Letters that are painted over one another are told apart by some engines only."""
    return "5000" if "5000" in text else text


def pictures(pdf: bytes):
    """The first page in every engine that can read the file."""
    size = (840, 320)
    with suppress(pypdfium2.PdfiumError):
        yield Pdfium(pdf).painter(0, annotated=True)(*size)
    yield Mupdf(pymupdf.open(stream=pdf, filetype="pdf")).painter(0)(*size)
    yield in_poppler(pdf, dpi=144)
