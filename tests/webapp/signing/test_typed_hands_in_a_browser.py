"""Names that are typed, and pictures that are cut, in a browser."""

from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.page_checks import await_start, faults, visit
from tests.webapp.visitors import path_of

FITTING = """() => [...document.querySelectorAll("dialog[open] .hand:not([hidden]) input")]
    .map(input => input.value + (input.checked ? "*" : ""))"""


def photograph() -> bytes:
    """A line on grey paper, in the middle of a large sheet."""
    picture, written = Image.new("RGB", (800, 600), (214, 208, 196)), BytesIO()
    ImageDraw.Draw(picture).line([(300, 320), (420, 280), (520, 330)], fill=(30, 30, 80), width=8)
    picture.save(written, "JPEG")
    return written.getvalue()


def choose(page: Page, data: bytes, name: str = "signature.jpg") -> None:
    file = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    page.locator("dialog[open] input[type=file]").set_input_files([file])  # type: ignore[list-item]


@pytest.fixture
def adopting(browser: Browser, host: str, member: Member, now: datetime) -> Page:
    """The page of a signer on a phone, with the dialog open."""
    envelope = ceremonies.sent(member, now)
    size = {"width": 360, "height": 740}
    page = browser.new_context(base_url=host, viewport=size, reduced_motion="reduce").new_page()
    visit(page, path_of(member, envelope.recipients[0]))
    page.click("button[name=agreed]")
    await_start(page)
    page.get_by_role("button", name="Sign here").click()
    return page


def test_a_name_is_offered_in_hands_that_have_its_letters(adopting: Page) -> None:
    latin = adopting.evaluate(FITTING)
    adopting.locator("dialog[open] input[name=text]").fill("Nguyễn Thị Hương")
    vietnamese = adopting.evaluate(FITTING)
    adopting.locator("dialog[open] input[name=text]").fill("王小明")
    chinese = adopting.evaluate(FITTING)

    assert latin == ["caveat*", "dancing-script", "great-vibes", "alex-brush"]
    assert vietnamese == ["dancing-script*", "great-vibes", "alex-brush", "source-serif-4"]
    assert chinese == ["yomogi*", "ma-shan-zheng"]


def test_a_picture_is_cut_to_its_ink_turned_and_cut_further_by_keyboard(adopting: Page) -> None:
    adopting.get_by_role("radio", name="Upload").check()
    choose(adopting, photograph())
    corner = adopting.get_by_role("button", name="First corner")
    expect(corner).to_be_visible()
    barriers = faults(adopting)

    adopting.get_by_role("button", name="Rotate").click()
    corner.focus()
    adopting.keyboard.press("Shift+ArrowDown")

    expect(adopting.locator("[data-crop-state]")).to_contain_text("Selected: ")
    assert barriers == []
    adopting.get_by_role("button", name="Adopt and sign").click()
    shown = adopting.locator("a.field__signed img")
    expect(shown).to_be_visible()
    picture = Image.open(BytesIO(adopting.request.get(shown.get_attribute("src") or "").body()))
    # Upright now, and without most of its sheet.
    assert picture.height > picture.width
    assert picture.width < 200 and picture.height < 400


def test_a_corner_is_dragged(adopting: Page) -> None:
    adopting.get_by_role("radio", name="Upload").check()
    choose(adopting, photograph())
    adopting.get_by_role("button", name="Select all of it").click()
    corner = adopting.get_by_role("button", name="First corner")
    corner.scroll_into_view_if_needed()
    before = corner.bounding_box()
    assert before
    middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)

    adopting.mouse.move(*middle)
    adopting.mouse.down()
    adopting.mouse.move(middle[0] + 60, middle[1] + 40, steps=4)
    adopting.mouse.up()

    after = corner.bounding_box()
    assert after and abs(after["x"] - before["x"] - 60) < 3
    expect(adopting.locator("[data-crop-state]")).to_contain_text("Selected: ")


@pytest.mark.parametrize(
    "data, said",
    [
        (b"\xff\xd8\xff" + bytes(10_100_000), "larger than 10 MB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "cannot be used"),
    ],
)
def test_what_cannot_be_a_signature_is_said_before_it_is_sent(
    adopting: Page, data: bytes, said: str
) -> None:
    adopting.get_by_role("radio", name="Upload").check()
    choose(adopting, data)

    adopting.get_by_role("button", name="Adopt and sign").click()

    expect(adopting.locator("dialog[open] [role=alert]")).to_contain_text(said)


def test_one_pixel_is_too_small_for_a_signature(adopting: Page) -> None:
    written = BytesIO()
    Image.new("RGB", (1, 1), "black").save(written, "PNG")
    adopting.get_by_role("radio", name="Upload").check()
    choose(adopting, written.getvalue(), "dot.png")

    adopting.get_by_role("button", name="Adopt and sign").click()

    expect(adopting.locator("dialog[open] [role=alert]")).to_contain_text("too small to be read")
