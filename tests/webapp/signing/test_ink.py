"""What is signed and filled in has one ink: on screen, in the sealed file, on the certificate."""

import base64
import io
import re

import pymupdf
import pytest
from PIL import Image, ImageDraw

from actors.pdf.certificate import pictures
from actors.pdf.stamp import signature_image
from actors.pdf.stamp.stamp import StampedValue, burn_in
from core.fields.kind import Printed
from core.fields.text_look import TextLook
from core.signing.ink import INK
from tenants.use_cases.signing import typed_signature
from tests.actors.pdf import pdfs
from webapp import assets


def drawn() -> bytes:
    """As a browser draws it: strokes of our ink on nothing."""
    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(20, 180), (300, 20), (580, 180)], fill=(*INK, 255), width=24)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def darkest(picture: Image.Image) -> tuple[int, int, int]:
    colours = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    return min((colour for _, colour in colours), key=sum)


def test_the_pen_of_the_signing_page_has_the_ink_of_the_seal():
    pen = re.findall(r"--pen: rgb\((\d+) (\d+) (\d+)\)", assets.stylesheet())
    script = (assets.FOLDER / "js" / "signing" / "signature_image.js").read_text()
    tick = re.findall(r"stroke='%23(\w{6})'", assets.stylesheet())

    assert pen == [tuple(str(part) for part in INK)]
    assert f'INK = "rgb({INK[0]}, {INK[1]}, {INK[2]})"' in script
    assert tick == [bytes(INK).hex()]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        (Printed.TEXT, {"text": "Written", "look": TextLook(size=40)}),
        (Printed.TICK, {"text": "yes"}),
        (Printed.PICTURE, {"image": drawn()}),
        (Printed.PICTURE, {"image": typed_signature.draw("Signer", "caveat")}),
    ],
    ids=["text", "tick", "drawn", "typed"],
)
def test_what_is_stamped_has_that_ink(printed, value):
    blank = pymupdf.open()
    blank.new_page()

    stamped = burn_in(blank.tobytes(), (StampedValue(1, 50, 50, 400, 100, printed, **value),))

    pixels = pymupdf.open("pdf", stamped)[0].get_pixmap(dpi=150, colorspace=pymupdf.csRGB)
    page = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    assert darkest(page) == pytest.approx(INK, abs=3)


def test_half_covered_edges_of_a_signature_are_as_light_as_on_screen():
    file = io.BytesIO()
    Image.new("RGBA", (200, 100), (*INK, 128)).save(file, "PNG")

    stamped = burn_in(
        pdfs.contract(1), (StampedValue(1, 0, 0, 200, 100, Printed.PICTURE, image=file.getvalue()),)
    )

    pixels = pymupdf.open("pdf", stamped)[0].get_pixmap(colorspace=pymupdf.csRGB)
    assert pixels.pixel(20, 20) == pytest.approx([255 - (255 - c) * 128 // 255 for c in INK], abs=4)


def test_the_certificate_shows_a_signature_in_that_ink():
    address = pictures.signature(signature_image.reduce(drawn()))

    shown = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))

    assert darkest(shown) == pytest.approx(INK, abs=2)
