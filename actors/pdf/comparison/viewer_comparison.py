"""Asks Poppler whether it shows the pages as they are shown to those who sign.

Poppler is asked after two engines have agreed, in a child of its own: what it cannot read, or dies
of, is
told and refuses nothing. Of a file that is shown as it was uploaded PDFium is asked as well, for
nothing has settled before what its pages show.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pymupdf
import pypdfium2  # type: ignore[import-untyped]
from pymupdf import mupdf

from actors.pdf.comparison.engines import Mupdf, Pdfium
from actors.pdf.comparison.page_agreement import ComparedPage
from actors.pdf.comparison.poppler import Poppler, UnreadableByPoppler
from actors.pdf.comparison.poppler_library import is_installed
from actors.pdf.mupdf_objects import entry
from core.documents.document import AMBIGUOUS

MOST, FIRST = 30, 10
"""Pages that are compared of a long document, and how many of them are its first ones."""

BUDGET = 4.0
"""Seconds of the processor after which no further page is compared."""

RICH = ("XObject", "Shading", "Pattern", "ExtGState")
"""Resources that engines are likelier to draw differently than letters."""

DIFFERS, IN_PART = "viewers_differ", "compared_in_part"
"""Notes that name pages, and how many pages: `viewers_differ:2,5`, `compared_in_part:30`."""

MISSING, FAILED = "third_engine_missing", "third_engine_failed"
NOTES = (DIFFERS, IN_PART, MISSING, FAILED)


@dataclass(frozen=True)
class ViewerComparison:
    """`pages`, from 1, are shown differently by an engine; `notes` say how far it was compared."""

    pages: tuple[int, ...]
    notes: tuple[str, ...]


def compare(pdf: bytes, as_uploaded: bool) -> ViewerComparison:
    """Compare the pages of a file with how MuPDF shows them. To be run in the sandbox."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    others, notes = _others(pdf, as_uploaded)
    if not others:
        return ViewerComparison((), notes)
    shown = Mupdf(document)
    compared, differing = 0, []
    end = time.process_time() + BUDGET
    for number in _chosen(document):
        if time.process_time() > end:
            break
        page = ComparedPage(shown, number)
        if not all(page.is_alike(other) for other in others):
            differing.append(number + 1)
        compared += 1
    if compared < document.page_count:
        notes = (*notes, f"{IN_PART}:{compared}")
    return ViewerComparison(tuple(sorted(differing)), notes)


def notes_of(seen: ViewerComparison, as_uploaded: bool) -> tuple[str, ...]:
    """What the sender is told; of a file that is shown as it was uploaded, its signers too."""
    if not seen.pages:
        return seen.notes
    pages = ",".join(str(page) for page in seen.pages)
    return *seen.notes, f"{AMBIGUOUS if as_uploaded else DIFFERS}:{pages}"


def warm() -> None:
    """Load Poppler and its fonts once, before children are made."""
    if is_installed():
        with pymupdf.open() as document:
            document.new_page().insert_text((72, 72), "Warm")
            compare(document.tobytes(), as_uploaded=False)


def _others(pdf: bytes, as_uploaded: bool) -> tuple[list[Poppler | Pdfium], tuple[str, ...]]:
    found: list[Poppler | Pdfium] = []
    notes: tuple[str, ...] = ()
    try:
        found.append(Poppler(pdf))
    except UnreadableByPoppler:
        notes = (FAILED if is_installed() else MISSING,)
    if as_uploaded:
        try:
            found.append(Pdfium(pdf))
        except pypdfium2.PdfiumError:
            notes = (FAILED,)
    return found, notes


def _chosen(document: pymupdf.Document) -> list[int]:
    """All pages, from 0, of a short document. Of a long one the first, the last, and pages with
    more than letters on them, then others, evenly spread."""
    count = document.page_count
    if count <= MOST:
        return list(range(count))
    chosen = [*range(FIRST), count - 1]
    rest = list(range(FIRST, count - 1))
    rich = [number for number in rest if _is_rich(document, number)]
    chosen += _spread(rich, MOST - len(chosen))
    left = [number for number in rest if number not in set(chosen)]
    return sorted([*chosen, *_spread(left, MOST - len(chosen))])


def _is_rich(document: pymupdf.Document, number: int) -> bool:
    pdf = mupdf.pdf_document_from_fz_document(document.this)
    page = mupdf.pdf_lookup_page_obj(pdf, number)
    if mupdf.pdf_is_dict(entry(page, "Group")):
        return True
    resources = mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name("Resources"))
    return any(mupdf.pdf_dict_len(entry(resources, name)) for name in RICH)


def _spread(numbers: list[int], most: int) -> Iterable[int]:
    if len(numbers) <= most:
        return numbers
    return _every(numbers, most)


def _every(numbers: list[int], most: int) -> Iterator[int]:
    for place in range(most):
        yield numbers[place * len(numbers) // most]
