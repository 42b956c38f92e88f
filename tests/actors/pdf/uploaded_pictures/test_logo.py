"""Pictures of strangers are made logos in the sandbox alone."""

from io import BytesIO

import pytest
from PIL import Image

from actors.pdf.sandbox import sandbox
from actors.pdf.uploaded_pictures import logo
from core.organizations.refusals import UnusableLogo
from tests.actors.pdf.conftest import SECRET


def picture(format: str, size: tuple[int, int] = (1200, 300), **options: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#7a1f3d").save(written, format, **options)
    return written.getvalue()


@pytest.fixture(scope="module")
def ready() -> None:
    sandbox.start(("actors.pdf.uploaded_pictures.logo",))
    yield
    sandbox.stop()


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP"])
def test_each_kind_of_picture_becomes_a_png_of_at_most_600_by_200(ready: None, format: str) -> None:
    made = sandbox.run(logo.prepare, picture(format), seconds=15)

    assert (made.width, made.height) == (600, 150)
    again = Image.open(BytesIO(made.png))
    assert (again.format, again.size) == ("PNG", (600, 150))


def test_nothing_but_pixels_is_left_and_the_picture_stands_upright(ready: None) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET  # turned by a quarter, described
    made = sandbox.run(logo.prepare, picture("JPEG", (300, 100), exif=exif), seconds=15)

    assert (made.width, made.height) == (67, 200)
    assert SECRET.encode() not in made.png
    assert Image.open(BytesIO(made.png)).info == {}


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\nbut no more", picture("GIF"), picture("PNG")[:200]],
    ids=["empty", "a beginning", "another kind", "cut off"],
)
def test_what_is_no_whole_picture_of_these_kinds_is_refused(ready: None, data: bytes) -> None:
    with pytest.raises(UnusableLogo):
        sandbox.run(logo.prepare, data, seconds=15)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(
    ready: None,
) -> None:
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")

    with pytest.raises(UnusableLogo):
        sandbox.run(logo.prepare, bomb.getvalue(), seconds=15)
