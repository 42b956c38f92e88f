"""Edited pages: what is turned, moved, deleted and blacked out, and where fields come to lie."""

from dataclasses import replace
from uuid import uuid4

import pytest

from core.documents import edited_page, page_edits
from core.documents.document import COMBINED, Document, DocumentStatus, Page
from core.documents.edited_page import BLANK, EditedPage
from core.documents.page_edits import PageChanges, composed, turned_box
from core.documents.refusals import NoPagesLeft, PagesChanged, PagesLocked
from core.fields import kinds
from core.fields.field import Field

A4 = (595.0, 842.0)
PAGES = tuple(Page(*A4) for _ in range(3))
DOCUMENT = Document(
    *(uuid4(), "Lease", 1, "ab"), status=DocumentStatus.READY, pages=PAGES, pages_rendered=3
)


def field(page: int) -> Field:
    box = (page, 100.0, 50.0, 120.0, 22.0)
    return Field(uuid4(), DOCUMENT.id, (uuid4(),), kinds.named("text"), *box)


def test_a_box_that_is_turned_four_times_lies_where_it_lay():
    box, size = (10.0, 20.0, 30.0, 40.0), A4
    for _ in range(4):
        box, size = turned_box(box, size, 90), size[::-1]

    assert box == (10, 20, 30, 40)
    assert turned_box((10, 20, 30, 40), A4, 90) == (842 - 60, 10, 40, 30)
    assert turned_box((10, 20, 30, 40), A4, 180) == (555, 782, 30, 40)
    assert turned_box(turned_box((10, 20, 30, 40), A4, 90), A4[::-1], 270) == (10, 20, 30, 40)


def test_what_was_done_is_told_by_counts():
    edits = [EditedPage(3), EditedPage(1, 90), EditedPage(BLANK, size=A4)]

    assert page_edits.changes(DOCUMENT, edits) == PageChanges(
        turned=1, moved=1, deleted=1, inserted=1, redacted=0
    )


def test_an_edit_of_an_edited_document_is_one_of_its_file():
    first = composed(DOCUMENT, [EditedPage(3, 90), EditedPage(1)])
    edited = replace(DOCUMENT, page_edits=first, pages=(Page(842, 595), Page(*A4)))

    second = composed(edited, [EditedPage(2), EditedPage(1, 90, ((0, 0, 100, 50),))])

    assert second[0] == EditedPage(1)
    assert (second[1].page, second[1].turned) == (3, 180)
    # The upper left corner of a page that lies on its right side is its lower left corner.
    assert second[1].redacted == ((0, 742, 50, 100),)


def test_a_box_that_reaches_out_of_its_page_is_cut_there():
    (page,) = composed(DOCUMENT, [EditedPage(1, 0, ((-10, 800, 700, 100),))])

    assert page.redacted == ((0, 800, 595, 42),)


def test_fields_move_and_turn_with_their_pages_and_those_on_deleted_pages_are_told():
    on = [field(1), field(2), field(3)]

    kept, lost = page_edits.moved_fields(DOCUMENT, on, [EditedPage(3), EditedPage(1, 90)])

    assert lost == (on[1],)
    assert (kept[0].page, kept[0].x, kept[0].width) == (2, 842 - 50 - 22, 22)
    assert (kept[1].page, kept[1].x, kept[1].width) == (1, 100, 120)


@pytest.mark.parametrize(
    ("edits", "refusal"),
    [
        ([], NoPagesLeft),
        ([EditedPage(BLANK, size=A4)], NoPagesLeft),
        ([EditedPage(1), EditedPage(1)], PagesChanged),
        ([EditedPage(4)], PagesChanged),
        ([EditedPage(1, 45)], PagesChanged),
    ],
)
def test_edits_that_cannot_be_are_refused(edits, refusal):
    with pytest.raises(refusal):
        page_edits.check(DOCUMENT, edits)


def test_a_document_that_asks_for_values_keeps_its_pages():
    with pytest.raises(PagesLocked):
        page_edits.check(replace(DOCUMENT, asked=("name",)), [EditedPage(1)])


def test_an_image_with_redacted_parts_is_not_taken_from_its_file_again():
    redacted = (EditedPage(1, 0, ((0, 0, 10, 10),)),)
    image = replace(DOCUMENT, notes=("made_from:png",))
    several = replace(DOCUMENT, notes=(COMBINED,))

    assert image.is_image and several.is_combined
    assert not replace(image, page_edits=redacted).is_image
    assert not replace(several, page_edits=redacted).is_combined


def test_edits_are_read_as_they_were_written():
    edits = (EditedPage(2, 90, ((1.5, 2, 3, 4),)), EditedPage(BLANK, size=A4))

    assert edited_page.read([edit.as_json() for edit in edits]) == edits
    assert edited_page.read(None) == ()


@pytest.mark.parametrize("stored", [[1, 2], "x", [["a", 0, [], [0, 0]]], [[1, 0, [[1]], [0, 0]]]])
def test_edits_that_someone_has_changed_stand_for_no_page(stored):
    assert edited_page.read(stored) == edited_page.UNREADABLE
