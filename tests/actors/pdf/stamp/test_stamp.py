"""What is stamped can be seen and extracted, stays in its box, and leaves the rest alone."""

import io
import subprocess

import pymupdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from actors.pdf.stamp import signature_image
from actors.pdf.stamp.stamp import StampedValue, burn_in
from core.fields.kind import Printed
from core.fields.text_look import TextLook
from core.signing.refusals import UnusableImage
from tests.actors.pdf import pdfs

CAPTION = ("Signer One", "2026-11-21 09:30:00 UTC", "I agree to this document")


def drawing(colour: tuple[int, int, int, int] = (16, 32, 96, 255)) -> bytes:
    picture = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    strokes = [(30, 240), (200, 40), (260, 250), (420, 90), (520, 240), (860, 160)]
    ImageDraw.Draw(picture).line(strokes, fill=colour, width=14, joint="curve")
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def signature(page: int = 1, **changes) -> StampedValue:
    box = {"x": 72, "y": 600, "width": 180, "height": 56} | changes
    return StampedValue(
        page, printed=Printed.PICTURE, text="Signer One", image=drawing(), caption=CAPTION, **box
    )


def value(text: str, page: int = 1, **changes) -> StampedValue:
    place = {"x": 300, "y": 600, "width": 150, "height": 22} | changes
    return StampedValue(page, printed=Printed.TEXT, text=text, **place)


def words(pdf: bytes) -> dict[str, pymupdf.Rect]:
    with pymupdf.open("pdf", pdf) as document:
        return {word[4]: pymupdf.Rect(word[:4]) for word in document[0].get_text("words")}


def raster(pdf: bytes, page: int, dpi: int = 72) -> Image.Image:
    with pymupdf.open("pdf", pdf) as document:
        pixmap = document[page - 1].get_pixmap(dpi=dpi)
        return Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)


def poppler_raster(pdf: bytes, page: int) -> Image.Image:
    command = ["pdftoppm", "-r", "72", "-f", str(page), "-l", str(page), "-png", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(drawn.stdout)).convert("RGB")


def share_changed(before: Image.Image, after: Image.Image, marks: list[StampedValue]) -> float:
    """The share of pixels outside the boxes that differ by more than 32 of 255."""
    difference = ImageChops.difference(before, after)
    for mark in marks:
        edges = (mark.x - 1, mark.y - 1, mark.x + mark.width + 1, mark.y + mark.height + 1)
        difference.paste((0, 0, 0), tuple(round(edge) for edge in edges))
    strong = sum(max(pixel) > 32 for pixel in difference.get_flattened_data())
    return strong / (difference.width * difference.height)


def words_in(pdf: bytes, page: int = 1) -> str:
    return " ".join(pdfs.texts(pdf)[page - 1].split())


def boxes_for_letters(pdf: bytes) -> list[str]:
    """Letters drawn as the empty box that a font has for those it lacks (glyph 0)."""
    with pymupdf.open("pdf", pdf) as document:
        spans = [span for page in document for span in page.get_texttrace()]
    return [chr(code) for span in spans for code, glyph, *_ in span["chars"] if glyph == 0]


def by_poppler(pdf: bytes) -> str:
    command = ["pdftotext", "-raw", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def test_names_dates_and_values_can_be_extracted():
    marks = (signature(), value("20 November 2026"), value("Buyer", 2))

    stamped = burn_in(pdfs.contract(2), marks)

    assert "20 November 2026" in words_in(stamped, 1)
    assert "2026-11-21 09:30:00 UTC" in words_in(stamped, 1)
    assert words_in(stamped, 1).count("Signer One") == 2
    assert "Buyer" in words_in(stamped, 2)


@pdfs.needs_poppler
@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Şahin Ćwik",
        "Олександр Підписант",
        "Αθηνά Υπογράφουσα",
        "署名者一郎 김서명",
        "موقّع أول",
        "חותם ראשון",
        "हस्ताक्षरकर्ता",
        "ผู้ลงนาม",
        "Signer 🖋",
        "𠮷田 太郎",
        "㈱山田",
        "王小明",
        "Nguyễn Thị Ánh",
        "Lė̃tas Ọ̀ṣun",
    ],
)
def test_a_name_in_any_script_is_seen_and_can_be_extracted(name):
    plain = pdfs.contract(1)
    mark = value(name)

    stamped = burn_in(plain, (mark,))

    assert name in words_in(stamped) + by_poppler(stamped)  # each is weak in some scripts
    box = (300, 600, 450, 622)
    assert raster(stamped, 1).crop(box).getextrema() != raster(plain, 1).crop(box).getextrema()
    assert not boxes_for_letters(stamped)


def test_every_value_of_a_page_is_extracted_as_it_was_typed():
    names = ["王小明", "Αθηνά", "Lė̃tas", "משה", "Signer", "محمد"]
    marks = [value(name, y=100 + 30 * row) for row, name in enumerate(names)]

    stamped = burn_in(pdfs.contract(1), tuple(marks))

    found = words_in(stamped)
    assert [found.count(name) for name in names] == [1] * len(names)


def test_an_accent_stands_upon_its_letter_however_it_was_typed():
    apart, composed = value("Jo\u0308rg Nguye\u0302\u0303n"), value("Jörg Nguyễn")
    plain = pdfs.contract(1)
    assert burn_in(plain, (apart,)) == burn_in(plain, (composed,))


def test_what_was_accepted_before_letters_were_checked_is_drawn_as_its_number():
    stamped = burn_in(pdfs.contract(1), (value("Li \U0002a6d6"),))

    assert "Li [U+2A6D6]" in words_in(stamped)
    assert not boxes_for_letters(stamped)


@pytest.mark.parametrize(
    "text",
    [
        "short",
        "A value that is much longer than the box is wide, and still must be read in full",
        "Unbreakable" * 12,
        "One\nTwo\nThree\nFour",
        "موقّع أول " * 8,
    ],
)
def test_a_value_of_any_length_stays_in_its_box_and_is_whole(text):
    plain, mark = pdfs.contract(1), value(text)

    stamped = burn_in(plain, (mark,))

    assert share_changed(raster(plain, 1), raster(stamped, 1), [mark]) == 0
    extracted = "".join(words_in(stamped).split())
    assert "".join(text.split()) in extracted


@pytest.mark.parametrize("caption", [CAPTION, ("محمد", "2026-11-21"), ("𠮷田",)])
@pytest.mark.parametrize("width, height", [(6, 6), (6, 200), (200, 6)])
def test_the_smallest_field_can_be_stamped(width, height, caption):
    box = {"width": width, "height": height}

    stamped = burn_in(
        pdfs.contract(1),
        (
            StampedValue(
                1,
                72,
                600,
                printed=Printed.PICTURE,
                text="Signer",
                image=drawing(),
                caption=caption,
                **box,
            ),
            value("A value of several words, and موقّع", **box),
        ),
    )

    assert len(pdfs.texts(stamped)) == 1


def test_a_caption_stays_in_its_signatures_box_even_when_that_is_small():
    plain = pdfs.contract(1)

    for height in (16, 24, 40, 90):
        mark = signature(height=height, width=90)
        stamped = burn_in(plain, (mark,))
        assert share_changed(raster(plain, 1), raster(stamped, 1), [mark]) == 0
        assert "I agree to this document" in words_in(stamped)


def test_the_signature_is_drawn_above_its_caption():
    plain = pdfs.contract(1)

    stamped = burn_in(plain, (signature(),))

    above = ImageChops.difference(raster(plain, 1), raster(stamped, 1)).crop((72, 600, 252, 630))
    assert max(band[1] for band in above.getextrema()) > 150


def test_a_ticked_checkbox_shows_and_an_empty_one_does_not():
    plain = pdfs.contract(1)
    ticked = StampedValue(1, 300, 650, 14, 14, Printed.TICK, "yes")
    empty = StampedValue(1, 300, 690, 14, 14, Printed.TICK)

    stamped = burn_in(plain, (ticked, empty))

    difference = ImageChops.difference(raster(plain, 1), raster(stamped, 1))
    assert difference.crop((300, 650, 314, 664)).getbbox() is not None
    assert difference.crop((300, 690, 314, 704)).getbbox() is None


def test_links_bookmarks_and_the_number_of_pages_stay():
    plain = pdfs.contract(4)

    stamped = burn_in(plain, tuple(signature(page) for page in (1, 2, 3, 4)))

    assert pdfs.links(stamped) == pdfs.links(plain)
    assert pdfs.bookmarks(stamped) == pdfs.bookmarks(plain)
    assert len(pdfs.texts(stamped)) == 4


def test_the_same_marks_give_the_same_bytes():
    plain, marks = pdfs.contract(2), (signature(), value("موقّع"), value("Hello", 2))

    assert burn_in(plain, marks) == burn_in(plain, marks)


def test_a_document_without_marks_keeps_its_pages():
    plain = pdfs.contract(2)

    assert pdfs.texts(burn_in(plain, ())) == pdfs.texts(plain)


def test_a_long_document_with_few_marks_grows_little():
    plain = pdfs.contract(40)

    stamped = burn_in(plain, (signature(40), value("Олександр", 40)))

    assert len(stamped) < len(plain) + 40_000


@pdfs.needs_qpdf
def test_qpdf_finds_nothing_to_complain_about(tmp_path):
    path = tmp_path / "stamped.pdf"
    path.write_bytes(burn_in(pdfs.contract(3), (signature(), value("山田", 2), value("موقّع", 3))))

    found = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)

    assert found.returncode == 0, found.stdout + found.stderr


@pdfs.needs_poppler
@pytest.mark.parametrize("build", [pdfs.contract, pdfs.cmyk, pdfs.scan])
def test_outside_the_boxes_poppler_and_mupdf_draw_the_page_as_before(build):
    plain = build()
    marks = [signature(y=300), value("Hello", y=300)]

    stamped = burn_in(plain, tuple(marks))

    assert share_changed(raster(plain, 1), raster(stamped, 1), marks) < 0.001
    assert share_changed(poppler_raster(plain, 1), poppler_raster(stamped, 1), marks) < 0.001


# Pictures of signatures


def test_an_adopted_picture_becomes_a_small_png():
    large = io.BytesIO()
    Image.new("RGB", (4000, 3000), (250, 250, 240)).save(large, "PNG")

    kept = Image.open(io.BytesIO(signature_image.reduce(large.getvalue())))

    assert kept.format == "PNG"
    assert kept.mode == "RGBA"
    assert kept.width <= 1200
    assert kept.height <= 480


@pytest.mark.parametrize(
    "picture", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n" + bytes(40)]
)
def test_what_is_no_picture_is_refused(picture):
    with pytest.raises(UnusableImage):
        signature_image.reduce(picture)


def test_a_picture_with_a_bomb_of_pixels_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")

    with pytest.raises(UnusableImage):
        signature_image.reduce(bomb.getvalue())


def test_a_value_stands_where_and_as_large_as_its_field_says():
    box = {"x": 100, "width": 200, "height": 30}
    marks = (
        value("Begun", y=100, **box),
        value("Amid", y=150, look=TextLook(align=0.5), **box),
        value("Ended", y=200, look=TextLook(20, 1.0), **box),
    )

    found = words(burn_in(pdfs.contract(1), marks))

    assert abs(found["Begun"].x0 - 102) < 1
    assert abs(found["Amid"].x0 + found["Amid"].x1 - 400) < 2
    assert abs(found["Ended"].x1 - 298) < 1
    assert found["Ended"].height > 1.7 * found["Begun"].height


def test_a_line_goes_through_the_middle_of_its_box() -> None:
    mark = StampedValue(1, 100, 300, 200, 16, Printed.LINE, text="✓")
    contract = pdfs.contract(1)

    before, after = raster(contract, 1, 144), raster(burn_in(contract, (mark,)), 1, 144)

    box = ImageChops.difference(before, after).getbbox()
    assert box is not None
    left, top, right, bottom = (edge / 2 for edge in box)
    assert abs(left - 100) <= 1 and abs(right - 300) <= 1
    assert abs((top + bottom) / 2 - 308) <= 1 and bottom - top <= 2
