"""What the sender is told about a document that was changed when it was taken in."""

from uuid import UUID

from actors.pdf.comparison import viewer_comparison
from actors.pdf.intake import file_intake
from core.documents.document import Document
from webapp.pages.envelopes.document_rows import NOTES, DocumentRow


def document(*notes: str) -> DocumentRow:
    return DocumentRow(Document(UUID(int=1), "contract.pdf", 1, "", notes=notes))


def test_the_pages_that_viewers_showed_differently_are_named():
    (note,) = document("pages_ambiguous:2,5").notes

    assert "Please check these pages: 2, 5" in note


def test_every_note_of_intake_has_its_words_and_others_are_not_shown():
    assert {*file_intake.NOTES, *viewer_comparison.NOTES} <= set(NOTES)
    assert document("repaired", "fields_found").notes == [NOTES["repaired"]]
