"""Page images fit what is on the page; the text beside them stands where it is painted."""

import io

import pytest
from PIL import Image

from actors.pdf.intake import intake
from actors.pdf.rendering import render, text
from actors.pdf.sandbox import sandbox
from tests.actors.pdf import pdfs


def picture(image: render.PageImage) -> Image.Image:
    return Image.open(io.BytesIO(image.data))


def test_the_pages_asked_for_come_in_the_width_asked_for():
    images = render.page_images(pdfs.contract(4), (2, 4), 620)

    assert [image.number for image in images] == [2, 4]
    assert {(image.width, image.height) for image in images} == {(620, 878)}
    assert all(picture(image).size == (620, 878) for image in images)


def test_the_signing_size_is_the_default():
    assert render.page_images(pdfs.contract(1), (1,))[0].width == 1240


def test_grey_text_is_a_png_of_16_greys():
    image = render.page_images(pdfs.inherited(), (1,))[0]

    assert image.media_type == "image/png"
    assert picture(image).format == "PNG"
    colours = picture(image).convert("RGB").getcolors()
    assert len(colours) <= 16
    assert {colour for _, colour in colours} >= {(0, 0, 0), (255, 255, 255)}


def test_coloured_text_is_a_palette_png_that_keeps_its_colours():
    image = render.page_images(pdfs.contract(1), (1,))[0]

    assert (image.media_type, picture(image).mode) == ("image/png", "P")
    colours = {colour for _, colour in picture(image).convert("RGB").getcolors()}
    assert any(blue > 200 and red < 60 for red, _, blue in colours)
    assert len(image.data) < 100_000


def test_a_scan_is_a_webp():
    image = render.page_images(pdfs.scan(), (1,))[0]

    assert image.media_type == "image/webp"
    assert picture(image).format == "WEBP"


@pytest.mark.parametrize(("width", "height"), [(20, 14_000), (14_000, 20), (14_400, 14_400)])
def test_a_page_of_odd_size_stays_below_the_limit_of_pixels(width, height):
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>" % (width, height)
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    pdf = pdfs.assemble(b"<</Type/Catalog/Pages 2 0 R>>", tree, page)

    image = render.page_images(intake.accept(pdf).canonical, (1,), 4000)[0]

    assert image.width * image.height <= render.MOST_PIXELS * 1.01
    assert min(image.width, image.height) >= 1


def test_lines_of_text_stand_where_they_are_shown():
    lines = text.page_text(pdfs.contract(2), (2,))[0].lines

    heading = lines[0]
    assert heading.text == "Contract, page 2"
    assert heading.x == 72
    assert heading.y < 72 < heading.y + heading.height
    assert 100 < heading.width < 200
    assert lines[-1].text == "our terms"


def test_a_page_without_text_has_no_lines():
    assert text.page_text(pdfs.scan(), (1,)) == (text.PageText(1, ()),)


@pytest.mark.usefixtures("child")
def test_in_the_sandbox_images_and_text_are_the_same():
    for pdf in (pdfs.contract(2), pdfs.scan(), pdfs.inherited()):
        images = sandbox.run(render.page_images, pdf, (1,), 620, seconds=20)
        lines = sandbox.run(text.page_text, pdf, (1,), seconds=20)

        assert images == render.page_images(pdf, (1,), 620)
        assert lines == text.page_text(pdf, (1,))
