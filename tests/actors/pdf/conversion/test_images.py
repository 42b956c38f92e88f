"""Images become pages: upright, of a sensible size, without loss."""

import io
import struct

import pymupdf
import pytest
from PIL import Image

from actors.pdf.conversion import images, paper_sizes
from actors.pdf.intake import file_intake
from core.documents.refusals import DamagedImage, ImageTooLarge, UnusableFile

RED, BLUE = (220, 20, 20), (20, 20, 220)


def picture(size=(400, 300), mode="RGB"):
    """Red, with a blue corner at the top left."""
    made = Image.new("RGB", size, RED)
    made.paste(BLUE, (0, 0, size[0] // 4, size[1] // 4))
    return made.convert(mode)


def written(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def corners(pdf, number=0):
    """Which corners of the picture on a page are blue: top left, top right, bottom right, left."""
    with pymupdf.open(stream=pdf) as document:
        page = document[number]
        box = pymupdf.Rect(page.get_image_info()[0]["bbox"])
        drawn = page.get_pixmap(clip=box)
    x, y = drawn.width - 4, drawn.height - 4
    places = [(4, 4), (x, 4), (x, y), (4, y)]
    return [drawn.pixel(*place)[2] > 150 for place in places]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_as_its_camera_was_held(orientation):
    exif = Image.Exif()
    exif[images.ORIENTATION] = orientation
    data = written(picture(), "JPEG", exif=exif, quality=95)

    accepted = file_intake.accept(data)

    expected = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[orientation]
    assert corners(accepted.canonical) == [place == expected for place in range(4)]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_data_of_a_jpeg_are_embedded_as_they_are(orientation):
    exif = Image.Exif()
    exif[images.ORIENTATION] = orientation
    data = written(picture(), "JPEG", exif=exif)

    accepted = file_intake.accept(data)

    with pymupdf.open(stream=accepted.canonical) as document:
        stored = document.extract_image(document[0].get_images()[0][0])
    assert (
        Image.open(io.BytesIO(stored["image"])).tobytes() == Image.open(io.BytesIO(data)).tobytes()
    )
    assert data[-2000:] in accepted.canonical


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "RGB", {}),
        ("PNG", "L", {}),
        ("PNG", "1", {}),
        ("PNG", "P", {}),
        ("TIFF", "RGB", {"compression": "tiff_lzw"}),
        ("TIFF", "1", {"compression": "group4"}),
        ("WEBP", "RGB", {"lossless": True}),
        ("GIF", "P", {}),
        ("BMP", "RGB", {}),
    ],
)
def test_other_images_lose_nothing(kind, mode, options):
    image = picture(mode=mode)

    accepted = file_intake.accept(written(image, kind, **options))

    with pymupdf.open(stream=accepted.canonical) as document:
        stored = pymupdf.Pixmap(document, document[0].get_images()[0][0])
        shown = pymupdf.Pixmap(pymupdf.csRGB, stored)
    assert bytes(shown.samples) == image.convert("RGB").tobytes()
    assert accepted.notes == (f"made_from:{kind.lower()}",)


def test_each_page_of_a_tiff_is_a_page():
    pages = [picture(), picture().rotate(180)]
    data = written(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    accepted = file_intake.accept(data)

    assert len(accepted.pages) == 2
    assert corners(accepted.canonical, 1) == [False, False, True, False]


def test_of_an_animation_the_first_picture_is_used_and_that_is_said():
    data = written(picture(), "GIF", save_all=True, append_images=[picture().rotate(180)])

    accepted = file_intake.accept(data)

    assert len(accepted.pages) == 1
    assert accepted.notes == ("first_picture_only", "made_from:gif")


def test_what_is_transparent_lies_on_white():
    accepted = file_intake.accept(written(Image.new("RGBA", (90, 90), (0, 0, 0, 0)), "PNG"))

    with pymupdf.open(stream=accepted.canonical) as document:
        assert document[0].get_pixmap().is_unicolor


def test_sixteen_bits_of_grey_keep_their_shades():
    image = Image.new("I;16", (64, 64), 0x8000)

    pdf, _ = images.to_pdf("png", written(image, "PNG"), "A4")

    with pymupdf.open(stream=pdf) as document:
        assert document[0].get_pixmap().pixel(297, 420)[0] in (127, 128)


@pytest.mark.parametrize(
    ("size", "dots", "paper", "page"),
    [
        ((2480, 3508), 300, "letter", (595, 842)),  # a scan keeps the size that was scanned
        ((2550, 3300), 300, "A4", (612, 792)),
        ((1000, 700), 200, "A4", (360, 252)),
        ((4000, 3000), 72, "A4", (842, 595)),  # a camera's 72 dots mean nothing
        ((3000, 4000), 0, "letter", (612, 792)),
        ((2480, 3508), 0, "letter", (595, 842)),  # of the proportions of A4
        ((200, 100), 0, "A4", (842, 595)),
        ((3000, 4000), 5000, "A4", (595, 842)),
        ((30_000, 200), 100, "A4", (842, 595)),  # longer than any paper
    ],
)
def test_the_page_has_a_sensible_size(size, dots, paper, page):
    sheet = paper_sizes.sheet(*size, dots, paper)

    left, top, right, bottom = sheet.box
    assert (round(sheet.width), round(sheet.height)) == page
    assert 0 <= left < right <= sheet.width + 0.01 and 0 <= top < bottom <= sheet.height + 0.01
    assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1], rel=0.03)


def lying_png(width, height):
    """A PNG that says it is that large and holds next to nothing."""
    data = bytearray(written(picture((8, 8)), "PNG"))
    data[16:24] = struct.pack(">II", width, height)
    return bytes(data)


def looping_tiff():
    """Its first page says that the next one is the first."""
    data = bytearray(written(picture((8, 8)), "TIFF"))
    first = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * entries, first)
    return bytes(data)


@pytest.mark.parametrize("size", [(60_000, 60_000), (40_000, 10), (2**31 - 1, 2**31 - 1)])
def test_an_image_that_claims_too_many_pixels_is_refused_undecoded(size):
    with pytest.raises((ImageTooLarge, DamagedImage)):
        file_intake.accept(lying_png(*size))


def test_an_image_that_lies_about_its_size_is_refused():
    with pytest.raises(DamagedImage):
        file_intake.accept(lying_png(5000, 5000))


def test_a_tiff_whose_pages_go_round_in_circles_has_one():
    assert len(file_intake.accept(looping_tiff()).pages) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.9])
def test_half_an_image_is_refused_in_words(kind, kept):
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    whole = written(noise, kind)

    with pytest.raises(UnusableFile) as refused:
        file_intake.accept(whole[: max(16, int(kept * len(whole)))])

    assert refused.value.code in ("damaged_image", "unknown_kind")
