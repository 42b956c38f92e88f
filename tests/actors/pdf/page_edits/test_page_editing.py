"""Pages come out turned, moved and blank as edited, and nothing redacted comes out at all."""

import io

import pymupdf
import pytest
from PIL import Image

from actors.pdf.intake import intake
from actors.pdf.page_edits import page_editing
from core.documents.edited_page import BLANK, EditedPage
from core.documents.refusals import NoPages, NotRedacted
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


def by_hand(content: bytes, resources: bytes, aside: bytes) -> bytes:
    """A page, and as object 6 what it refers to, which shows text of its own."""
    font = b"<</Font<</F1 5 0 R>>>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>" + resources + b">>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<<%b/BBox[0 0 595 842]/Resources%b/Length %d>>stream\n%b\nendstream"
        % (aside, font, len(WORDS), WORDS),
    ]
    objects = b"".join(b"%d 0 obj\n%b\nendobj\n" % pair for pair in enumerate(parts, 1))
    return b"%PDF-1.7\n" + objects + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF"


WORDS = b"1 g BT /F1 12 Tf 72 720 Td (Topsecret) Tj ET"
TILE = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/XStep 595/YStep 842"
MASK = b"/Type/XObject/Subtype/Form/Group<</S/Transparency/CS/DeviceGray>>"


@pytest.mark.parametrize(
    ("content", "resources", "aside"),
    [
        (b"/Pattern cs /P0 scn 60 700 200 40 re f", b"/Pattern<</P0 6 0 R>>", TILE),
        (
            b"q /G0 gs 60 700 200 40 re f Q",
            b"/ExtGState<</G0<</SMask<</S/Luminosity/G 6 0 R>>>>>>",
            MASK,
        ),
    ],
    ids=["pattern", "mask"],
)
def test_text_in_a_pattern_or_a_mask_is_not_taken_for_redacted(
    content: bytes, resources: bytes, aside: bytes
) -> None:
    accepted = intake.accept(by_hand(content, resources, aside))
    assert b"topsecret" in everything_in(accepted.canonical)

    with pytest.raises(NotRedacted):
        page_editing.edited(accepted, (EditedPage(1, 0, (SECRET,)),))


def test_a_letter_that_reaches_into_the_box_is_blacked_out_as_a_whole():
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((30, 120), "Salary of Ana: 4711", fontsize=14)
        page.insert_text((30, 300), "Everyone may read this")
        accepted = intake.accept(document.tobytes())
    with pymupdf.open("pdf", accepted.canonical) as document:
        letters = document[0].get_text("rawdict")["blocks"][0]["lines"][0]["spans"][0]["chars"]
    edges = [letter["bbox"] for letter in letters if letter["c"] == "f"]
    x0, _, x1, _ = edges[0]

    for share in (0.2, 0.5, 0.8):
        box = (x0 + share * (x1 - x0), 105.0, 200.0, 20.0)
        edited = page_editing.edited(accepted, (EditedPage(1, 0, (box,)),))

        (text,) = pdfs.texts(edited.canonical)
        assert text.split() in (
            ["Salary", "o", "Everyone", "may", "read", "this"],
            ["Salary", "of", "Everyone", "may", "read", "this"],
        )


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
