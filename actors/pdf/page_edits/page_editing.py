"""Makes of an accepted document the one with edited pages, which is taken in like any other.

To be run in the sandbox. What is redacted is in nothing that comes out of here.
"""

from collections.abc import Iterator
from dataclasses import replace

import pymupdf

from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.intake import intake
from actors.pdf.intake.intake import Accepted
from actors.pdf.page_edits import redaction
from core.documents.document import AMBIGUOUS
from core.documents.edited_page import BLANK, EditedPage
from core.documents.page_edits import turned_box
from core.documents.refusals import NoPages
from core.fields.found_field import FoundSource

UNUSED = 4
"""MuPDF's word for writing nothing that no page refers to."""


def edited(accepted: Accepted, edits: tuple[EditedPage, ...]) -> Accepted:
    """Raises a subclass of UnusableFile, NotRedacted among them."""
    made = intake.accept(_written(accepted.canonical, edits))
    notes = {*made.notes, *(n for n in accepted.notes if not n.startswith(AMBIGUOUS))}
    fields = (
        *_moved(accepted, edits),
        *(f for f in made.fields if f.source == FoundSource.SUGGESTION),
    )
    return replace(made, notes=tuple(sorted(notes)), fields=fields)


def _written(canonical: bytes, edits: tuple[EditedPage, ...]) -> bytes:
    with pymupdf.open("pdf", canonical) as document:
        kept = [edit for edit in edits if edit.page != BLANK]
        if any(not 1 <= edit.page <= document.page_count for edit in kept) or not kept:
            raise NoPages
        for edit in kept:
            if edit.redacted:
                redaction.redact(document[edit.page - 1], edit.redacted)
        if any(edit.redacted for edit in kept):
            _forget_words(document)
        document.select([edit.page - 1 for edit in kept])
        for number, edit in enumerate(kept):
            document[number].set_rotation(edit.turned)
        for number, edit in enumerate(edits):
            if edit.page == BLANK:
                width, height = edit.size
                document.new_page(number, width=width, height=height)
        written: bytes = document.tobytes(garbage=UNUSED, deflate=True)
    return written


def _forget_words(document: pymupdf.Document) -> None:
    """Title and bookmarks may say what is blacked out on the pages."""
    document.set_toc([])
    document.set_metadata({})


def _moved(accepted: Accepted, edits: tuple[EditedPage, ...]) -> Iterator[FoundPlace]:
    """What the file brought along, where its pages are now; nothing of what is redacted."""
    places = {edit.page: (number, edit) for number, edit in enumerate(edits, 1)}
    for field in accepted.fields:
        if field.source == FoundSource.SUGGESTION or field.page not in places:
            continue
        number, edit = places[field.page]
        box = (field.x, field.y, field.width, field.height)
        covered = (pymupdf.Rect(x, y, x + w, y + h) for x, y, w, h in edit.redacted)
        own = pymupdf.Rect(box[0], box[1], box[0] + box[2], box[1] + box[3])
        if any(own.intersects(each) for each in covered):
            continue
        page = accepted.pages[field.page - 1]
        x, y, width, height = turned_box(box, (page.width, page.height), edit.turned)
        yield replace(field, page=number, x=x, y=y, width=width, height=height)
