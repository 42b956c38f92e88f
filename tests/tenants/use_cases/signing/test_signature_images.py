import struct
import zlib
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw

from core.refusals import Invalid
from core.signing.refusals import NoInk, SignatureImageTooLarge, UnusableImage
from tenants.use_cases.signing import ink_detection, signature_images, typed_signature
from tests.tenants.ceremonies import PNG

CASES = Path(__file__).parents[5] / "shared" / "cases"
INK, PAPER, CLEAR = (20, 30, 70, 255), (255, 255, 255, 255), (0, 0, 0, 0)


def png(paper: tuple[int, ...] = PAPER, ink: tuple[int, ...] = INK, mode: str = "RGBA") -> bytes:
    picture, file = Image.new("RGBA", (300, 100), paper), BytesIO()
    ImageDraw.Draw(picture).line([(5, 5), (290, 90)], fill=ink, width=4)
    picture.convert(mode).save(file, "PNG")
    return file.getvalue()


def test_a_plain_picture_stays_the_same_picture() -> None:
    checked = signature_images.check(png())

    assert Image.open(BytesIO(checked)).size == (300, 100)
    assert Image.open(BytesIO(checked)).getpixel((147, 47)) == (20, 30, 70, 255)


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
    if not typed_signature.FONT_FOLDER.exists():
        pytest.skip("the fonts are copied at set-up")

    drawn = typed_signature.draw("Signer One", "caveat")

    assert Image.open(BytesIO(signature_images.check(drawn))).width > 100


def test_a_name_typed_on_several_lines_is_drawn_on_one() -> None:
    lines = typed_signature.draw("Signer\r\n  One\t", "caveat")

    assert lines == typed_signature.draw("Signer One", "caveat")


@pytest.mark.parametrize(
    "name, font",
    [
        ("Zoë Müller", "caveat"),
        ("Nguyễn Thị Ánh", "dancing-script"),
        ("Łukasz Żółć", "caveat"),
        ("Αλέξανδρος", "source-serif-4"),
        ("דוד כהן", "amatic-sc"),
        ("Ali محمد", "aref-ruqaa"),
        ("अमित शर्मा", "kalam"),
        ("김민수", "nanum-pen-script"),
        ("王小明", "noto-sans-jp"),
        ("𠮷田 太郎", "noto-sans-jp"),
    ],
)
def test_a_typed_name_is_drawn_in_a_font_that_has_all_its_letters(name: str, font: str) -> None:
    assert typed_signature.font_for(name, "caveat") == font
    assert typed_signature.draw(name, "caveat") != typed_signature.draw("x" + name, "caveat")


def test_an_accent_typed_apart_is_drawn_upon_its_letter() -> None:
    assert typed_signature.draw("Jo\u0308rg", "caveat") == typed_signature.draw("Jörg", "caveat")


def test_a_letter_that_cannot_be_typed_as_signature_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        typed_signature.draw("Ali สมชาย", "caveat")

    assert "“ส”" in refused.value.errors["text"]


def test_a_name_of_500_letters_is_refused_and_not_cut() -> None:
    with pytest.raises(Invalid) as refused:
        typed_signature.draw("Ana " * 125, "caveat")

    assert "up to 100 characters" in str(refused.value.errors["text"])


def test_an_image_of_50_megabytes_says_that_it_is_too_large() -> None:
    with pytest.raises(SignatureImageTooLarge):
        signature_images.check(PNG + bytes(50_000_000))


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P"])
@pytest.mark.parametrize("paper", [PAPER, CLEAR])
def test_a_picture_with_ink_is_one_whatever_its_kind(mode: str, paper: tuple[int, ...]) -> None:
    # Seen through or not: without opacity, what was clear is black.
    dark_paper = paper == CLEAR and mode in ("RGB", "L")
    drawn = png(paper, PAPER if dark_paper else INK, mode)

    assert signature_images.check(drawn).startswith(signature_images.MAGIC)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P"])
@pytest.mark.parametrize(
    ("paper", "ink"),
    [
        (PAPER, PAPER),
        (PAPER, (240, 240, 240, 255)),  # too faint to be seen
        ((90, 90, 90, 255), (90, 90, 90, 255)),  # one colour all over
        (CLEAR, CLEAR),
        ((255, 255, 255, 0), PAPER),  # white on nothing
    ],
)
def test_a_picture_that_shows_nothing_has_no_ink(
    mode: str, paper: tuple[int, ...], ink: tuple[int, ...]
) -> None:
    with pytest.raises(NoInk, match="This image is empty"):
        signature_images.check(png(paper, ink, mode))


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases (../shared/cases) are not here")
def test_the_white_signature_of_the_cases_has_no_ink() -> None:
    with pytest.raises(NoInk):
        signature_images.check((CASES / "signature-white.png").read_bytes())


def test_a_colour_that_hides_itself_is_no_ink() -> None:
    picture, file = Image.new("RGB", (30, 10), "white"), BytesIO()
    ImageDraw.Draw(picture).line([(2, 5), (28, 5)], fill="black")
    picture.save(file, "PNG", transparency=(0, 0, 0))

    with pytest.raises(UnusableImage):
        signature_images.check(file.getvalue())


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_rows_are_read_as_a_decoder_reads_them_whatever_their_filter(step: int) -> None:
    width, height, dice = 17, 20, Random(step)
    rows = [bytes([n % 5]) + dice.randbytes(width * step) for n in range(height)]
    colour = next(c for c, n in signature_images.CHANNELS.items() if n == step and c != 3)
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    file = signature_images.MAGIC + b"".join(signature_images._chunk(*c) for c in chunks)

    read = b"".join(ink_detection._unfiltered(b"".join(rows), 1 + width * step, step))

    assert read == Image.open(BytesIO(file)).tobytes()
