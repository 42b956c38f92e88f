"""Pictures of signatures that only the sandbox opens become plain ones."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from actors.pdf.uploaded_pictures import signature_picture
from core.signing.refusals import NoInk, UnusableImage
from tenants.use_cases.signing import signature_images
from tests.actors.pdf.uploaded_pictures.signature_pictures import signature

CASES = Path(__file__).parents[5] / "shared" / "cases"
there = pytest.mark.skipif(not CASES.is_dir(), reason="the cases (../shared/cases) are not here")


@there
@pytest.mark.parametrize("name", ["signature.jpg", "signature-palette.png", "signature-1-bit.png"])
def test_the_pictures_of_the_cases_become_plain_ones_with_ink(name: str) -> None:
    made = signature_picture.convert((CASES / name).read_bytes())

    assert signature_images.check(made).startswith(signature_images.MAGIC)
    assert Image.open(BytesIO(made)).size == (400, 137)


@pytest.mark.parametrize(
    ("format", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "P")],
)
def test_each_kind_becomes_a_plain_one(format: str, mode: str) -> None:
    assert signature_images.check(signature_picture.convert(signature(format, mode)))


def test_a_photograph_is_shrunk_and_turned_upright() -> None:
    picture, written = Image.new("RGB", (3000, 1200), "white"), BytesIO()
    picture.paste("black", (100, 100, 2900, 200))
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    picture.save(written, "JPEG", exif=exif)

    made = Image.open(BytesIO(signature_picture.convert(written.getvalue())))

    assert made.size == (57, 500)


def test_what_was_written_is_cut_out_of_a_photograph_of_a_whole_sheet() -> None:
    picture, written = Image.new("RGB", (1500, 2000), "#d9d4c8"), BytesIO()
    ImageDraw.Draw(picture).line([(400, 1000), (700, 800), (1000, 1050)], "#223388", 12)
    picture.save(written, "JPEG")

    made = Image.open(BytesIO(signature_picture.convert(written.getvalue())))

    assert 600 < made.width < 700
    assert 250 < made.height < 340


def test_of_what_can_be_seen_through_the_ink_is_kept() -> None:
    picture, written = Image.new("RGBA", (600, 400), (0, 0, 0, 0)), BytesIO()
    ImageDraw.Draw(picture).line([(200, 200), (400, 260)], (20, 20, 60, 255), 8)
    picture.save(written, "PNG")

    made = Image.open(BytesIO(signature_picture.convert(written.getvalue())))

    assert made.width < 250
    assert made.getpixel((0, 0)) == (0, 0, 0, 0)
    assert signature_images.check(signature_picture.convert(written.getvalue()))


def test_what_shows_nothing_is_found_after_it_was_made_plain() -> None:
    blank, written = Image.new("RGB", (300, 100), "white"), BytesIO()
    blank.save(written, "JPEG")

    with pytest.raises(NoInk):
        signature_images.check(signature_picture.convert(written.getvalue()))


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff and no more", signature("JPEG")[:300], signature("GIF")]
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableImage):
        signature_picture.convert(data)
