"""The pages of a draft's document are edited by mouse, and by keyboard alone."""

from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import WIDTHS, faults, sideways, visit


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """A document of two pages , each 420 points wide and high."""
    return ceremonies.draft_with_document(member, now)


def address(draft: Envelope) -> str:
    return f"/envelopes/{draft.id}/documents/{draft.documents[0].id}/page-edits"


def words(page: Page) -> list[str]:
    """The pages as the form that applies them has them."""
    found = page.locator(".page-edits__apply [name=page]")
    return [str(each.get_attribute("value")) for each in found.all()]


def drag(page: Page, begin: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move((begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def at(element: Locator, right: float, down: float) -> tuple[float, float]:
    """A point of it in the window, by shares of its width and height."""
    box = element.bounding_box()
    assert box is not None
    return box["x"] + right * box["width"], box["y"] + down * box["height"]


def test_pages_are_dragged_and_boxes_drawn_and_taken_back_one_by_one(
    page: Page, member: Member, draft: Envelope
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, address(draft))
    cards = page.locator("[data-page]")

    drag(page, at(cards.nth(1).locator("[data-grip]"), 0.5, 0.5), at(cards.nth(0), 0.3, 0.5))
    expect(cards.nth(0)).to_contain_text("Was page 2")
    moved = words(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(cards.nth(0)).not_to_contain_text("Was page")
    undone = words(page)
    page.get_by_role("button", name="Redact page 1").click()
    sheet = page.locator("[data-redact]")
    boxes = page.locator(".redacting__boxes li")
    drag(page, at(sheet, 0.1, 0.1), at(sheet, 0.3, 0.2))
    expect(boxes).to_have_count(1)
    drag(page, at(sheet, 0.5, 0.3), at(sheet, 0.7, 0.4))
    expect(boxes).to_have_count(2)
    found = faults(page)
    page.get_by_role("button", name="Remove box 1").click()
    expect(boxes).to_have_count(1)
    page.get_by_role("button", name="Back to all pages").click()
    expect(cards).to_have_count(2)
    (redacted, _) = words(page)

    assert (moved, undone) == (["2r0", "1r0"], ["1r0", "2r0"])
    x, y, width, height = map(float, redacted.removeprefix("1r0x").split(","))
    size = draft.documents[0].pages[0]
    shares = (x / size.width, y / size.height, width / size.width, height / size.height)
    assert shares == pytest.approx((0.5, 0.3, 0.2, 0.1), abs=0.01)
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_alone_edits_pages_and_applies_the_edits(
    page: Page, member: Member, draft: Envelope, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, address(draft))
    cards = page.locator("[data-page]")

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")

    press("Rotate page 2 right")
    expect(page.locator(".page-card__sheet--90")).to_have_count(1)
    press("Move page 2 earlier")
    expect(cards.nth(0)).to_contain_text("Was page 2")
    press("Insert a blank page after page 2")
    expect(cards).to_have_count(3)
    press("Delete page 3")
    expect(cards).to_have_count(2)
    found = faults(page) + sideways(page)
    press("Redact page 2")
    expect(page.get_by_role("heading", name="Redact page 2")).to_be_focused()
    boxes = page.locator(".redacting__boxes li")
    for number, name in enumerate(("From the left", "From the top")):
        for label in ("From the left", "From the top", "Width", "Height"):
            page.get_by_label(label).focus()
            page.keyboard.type("40" if label == name else "20")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(boxes).to_have_count(number + 1)
    found += faults(page) + sideways(page)
    press("Remove box 2")
    expect(boxes).to_have_count(1)
    press("Back to all pages")
    expect(cards).to_have_count(2)
    edited = words(page)
    press("Apply edits")
    page.wait_for_url(f"**/envelopes/{draft.id}*")

    assert edited == ["2r90", "1r0x40,20,20,20"]
    assert found == []
    (document,) = run(member, reading.envelope, draft.id).documents
    assert document.id != draft.documents[0].id
