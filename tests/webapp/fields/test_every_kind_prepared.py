"""Every kind of field of the registry, placed in an envelope of three documents."""

import time
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants.opening import run
from tests.webapp.fields.drafts_to_prepare import A4, CROPPED, SIDEWAYS, draft_of
from tests.webapp.page_checks import faults, visit

# Where a field lies on its page as it is drawn, in points.
DRAWN = """() => Object.fromEntries([...document.querySelectorAll("[data-field]")].map(field => {
    const page = field.closest("[data-leaf]").getBoundingClientRect();
    const box = field.getBoundingClientRect();
    return [field.dataset.field, [
        (box.left - page.left) / page.width, (box.top - page.top) / page.height,
    ]];
}))"""


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """Pages as they are shown: one upright, one that was rotated, one that was cropped."""
    return draft_of(member, now, [A4], [SIDEWAYS], [CROPPED])


def test_by_mouse(page: Page, member: Member, draft: Envelope) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    leaves = page.locator("[data-leaf]")

    for number, kind in enumerate(kinds.ALL):
        leaf = leaves.nth(number % 3)
        leaf.evaluate("leaf => leaf.scrollIntoView({ block: 'center', behavior: 'instant' })")
        button = page.locator(f"[data-kind={kind.name}]")
        button.scroll_into_view_if_needed()
        row = number // 3
        drag(page, middle(button.bounding_box()), inside(leaf.bounding_box(), row))
        expect(page.locator(f".placed--{kind.name}:focus")).to_have_count(1)
    fields = saved(page, member, draft)

    documents = [d.id for d in draft.documents]
    assert {f.kind for f in fields} == set(kinds.ALL)
    assert {f.document_id for f in fields} == set(documents)
    for number, document in enumerate(documents):
        leaves.nth(number).evaluate("leaf => leaf.scrollIntoView({ behavior: 'instant' })")
        expect(leaves.nth(number).locator("[data-field]").first).to_be_visible()
        size = draft.documents[number].pages[0]
        drawn = page.evaluate(DRAWN)
        for field in (f for f in fields if f.document_id == document):
            left, top = drawn[str(field.id)]
            assert left * size.width == pytest.approx(field.x, abs=1)
            assert top * size.height == pytest.approx(field.y, abs=1)
    assert faults(page) == []


def test_by_keyboard_alone(page: Page, member: Member, draft: Envelope) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")

    for number, kind in enumerate(kinds.ALL):
        page.keyboard.press("/")
        page.keyboard.type(page.locator(f"[data-kind={kind.name}]").inner_text())
        page.keyboard.press("Enter")
        expect(page.locator(f".placed--{kind.name}:focus")).to_have_count(1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        if page.locator("#property_label").is_visible():
            page.keyboard.type(f"Label {number}")
        page.keyboard.press("Escape")
        expect(page.locator(f".placed--{kind.name}:focus")).to_have_count(1)
        if number % 3 == 2:
            page.keyboard.press("Alt+PageDown")
    fields = saved(page, member, draft)

    assert {f.kind for f in fields} == set(kinds.ALL)
    assert {f.document_id for f in fields} == {d.id for d in draft.documents}
    assert {f.label for f in fields} == {f"Label {n}" for n in range(len(kinds.ALL))}


def saved(page: Page, member: Member, draft: Envelope) -> tuple[Field, ...]:
    """All fields, as soon as the page has nothing more to save."""
    until = time.monotonic() + 30
    while len(fields := run(member, reading.envelope, draft.id).fields) < len(kinds.ALL):
        state = page.locator("#placing_state").inner_text()
        assert time.monotonic() < until, (state, len(fields))
        page.wait_for_timeout(100)
    page.wait_for_timeout(600)
    expect(page.locator("#placing_state")).to_have_text("Saved")
    return run(member, reading.envelope, draft.id).fields


def middle(box: Any) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def inside(box: Any, row: int) -> tuple[float, float]:
    """Somewhere in the middle of what is seen of a page that stands in the middle of the window."""
    return box["x"] + box["width"] / 2, max(box["y"], 150) + 30 + 60 * row


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    page.mouse.move(*end, steps=3)
    page.mouse.up()
