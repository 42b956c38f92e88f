"""Pages come out turned, moved and blank as edited, and nothing redacted comes out at all."""

import io

import pymupdf
import pytest
from PIL import Image

from actors.pdf.intake import intake
from actors.pdf.page_edits import page_editing
from core.documents.edited_page import BLANK, EditedPage
from core.documents.refusals import NoPages
from tests.actors.pdf import pdfs

SECRET = (60, 100, 200, 40)
"""A box in points from the top left corner, with words, a picture and a drawing in it."""


def with_a_secret() -> bytes:
    picture = io.BytesIO()
    Image.effect_noise((200, 40), 90).save(picture, "PNG")
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "Everyone may read this")
        page.insert_image(pymupdf.Rect(60, 100, 260, 140), stream=picture.getvalue())
        page.draw_line((62, 135), (250, 110), color=(1, 0, 0), width=3)
        page.insert_text((72, 120), "Topsecret 4711")
        page.insert_text((72, 135), "Unseen 0815", render_mode=3)
        link = {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 100, 200, 130)}
        page.insert_link(link | {"uri": "https://topsecret.example"})
        document.new_page().insert_text((72, 72), "Second")
        document.set_toc([[1, "Topsecret part", 1]])
        document.set_metadata({"title": "Topsecret title"})
        written: bytes = document.tobytes()
    return written


def everything_in(pdf: bytes) -> bytes:
    with pymupdf.open("pdf", pdf) as document:
        return document.tobytes(expand=255).lower()


def test_what_is_redacted_is_in_no_text_picture_drawing_link_bookmark_or_title():
    accepted = intake.accept(with_a_secret())
    assert b"topsecret" in everything_in(accepted.canonical)

    edited = page_editing.edited(accepted, (EditedPage(1, 0, (SECRET,)), EditedPage(2)))

    inside = everything_in(edited.canonical)
    texts = " ".join(pdfs.texts(edited.canonical))
    assert b"topsecret" not in inside
    assert "Everyone may read this" in texts and "Second" in texts
    assert not {"Topsecret", "4711", "Unseen", "0815"} & set(texts.split())
    assert pdfs.links(edited.canonical)[0] == [] and pdfs.bookmarks(edited.canonical) == []
    with pymupdf.open("pdf", edited.canonical) as document:
        clip = pymupdf.Rect(61, 101, 259, 139)
        assert set(document[0].get_pixmap(clip=clip).samples) == {0}
        for xref, *_ in document[0].get_images():
            shown = Image.open(io.BytesIO(document.extract_image(xref)["image"])).convert("L")
            assert len(set(shown.get_flattened_data())) == 1


def test_pages_are_moved_turned_deleted_and_put_in_between():
    accepted = intake.accept(pdfs.contract(4))
    edits = (
        EditedPage(3, 90),
        EditedPage(BLANK, size=(300, 200)),
        EditedPage(1),
        EditedPage(4, 180),
    )

    edited = page_editing.edited(accepted, edits)

    sizes = [(page.width, page.height) for page in edited.pages]
    assert sizes == [(842, 595), (300, 200), (595, 842), (595, 842)]
    words = [
        "page " + text.split("page ")[1][0] if text.strip() else ""
        for text in pdfs.texts(edited.canonical)
    ]
    assert words == ["page 3", "", "page 1", "page 4"]


def test_the_fields_of_a_form_move_with_their_page_and_go_with_what_is_redacted():
    accepted = intake.accept(pdfs.form())
    first = next(field for field in accepted.fields if field.source == "form")
    box = (first.x, first.y, first.width, first.height)
    blank = EditedPage(BLANK, size=(595, 842))

    moved = page_editing.edited(accepted, (blank, EditedPage(first.page)))
    redacted = page_editing.edited(accepted, (blank, EditedPage(first.page, 0, (box,))))

    found = [f for f in moved.fields if f.source == "form"]
    assert {f.page for f in found} == {2}
    assert (found[0].x, found[0].y) == (first.x, first.y)
    assert first.name not in {f.name for f in redacted.fields if f.source == "form"}


def test_pages_that_the_file_does_not_have_are_refused():
    with pytest.raises(NoPages):
        page_editing.edited(intake.accept(pdfs.contract(1)), (EditedPage(2),))
