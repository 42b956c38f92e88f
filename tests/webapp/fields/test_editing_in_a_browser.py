"""Several fields at once, many pages, and two windows that prepare the same draft."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants.opening import run
from tests.webapp.fields.drafts_to_prepare import A4, draft_of
from tests.webapp.page_checks import faults, first_of, hold, open_page, visit
from tests.webapp.senders import Sender

Place = tuple[float, float]


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """Two documents; three text fields stand in a slope on the first page."""
    draft = draft_of(member, now, [A4, A4, A4], [A4])
    fields = [text(draft, 60 + 100 * n, 80 + 60 * n) for n in range(3)]
    return run(member, drafting.place_fields, draft.id, fields, now)


def text(draft: Envelope, x: float, y: float, page: int = 1) -> Field:
    kind, one = kinds.named("text"), draft.recipients[0].id
    return Field(uuid4(), draft.documents[0].id, (one,), kind, page, x, y, 120.0 + x / 10, 22.0)


def test_fields_in_a_frame_are_aligned_distributed_and_taken_back(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    leaf = page.locator("[data-leaf]").first.bounding_box()
    assert leaf is not None

    drag(page, (leaf["x"] + 10, leaf["y"] + 30), (leaf["x"] + 700, leaf["y"] + 330))
    expect(page.locator("[data-properties] h2")).to_have_text("3 selected")
    page.get_by_role("button", name="Align left").click()
    page.get_by_role("button", name="Distribute down").click()
    page.get_by_role("button", name="Same size").click()
    until(page, member, draft, lambda all: len({(f.x, f.width) for f in all}) == 1)
    for _ in range(3):
        page.keyboard.press("Control+z")

    fields = until(page, member, draft, lambda all: same_places(all, draft.fields))
    assert len(fields) == 3
    assert faults(page) == []


def test_what_is_selected_together_is_described_and_reassigned_together(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    first, second, third = page.locator("[data-field]").all()

    first.click()
    second.click(modifiers=["Shift"])
    page.locator("details:has(#property_alignment) > summary").click()
    page.select_option("#property_alignment", "right")
    page.select_option("#property_assign", label="B · Signer Two")
    third.click()
    page.keyboard.press("Shift+2")

    two = draft.recipients[1].id
    fields = until(page, member, draft, lambda all: {f.recipient_ids for f in all} == {(two,)})
    ordered = sorted(fields, key=lambda f: f.y)
    aligned = {"alignment": "right"}
    assert [f.properties for f in ordered] == [aligned, aligned, {}]


@pytest.mark.parametrize("link", ["Preview", "Done"])
def test_what_was_just_typed_is_saved_before_the_page_is_left(
    page: Page, member: Member, draft: Envelope, link: str
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    held = hold(page, "**/fields")
    page.locator("[data-field]").first.click()
    page.locator("[data-properties]").get_by_label("Label", exact=True).fill("Rent")

    page.get_by_role("link", name=link).click()
    first_of(held, page).continue_()

    page.wait_for_url(lambda address: not address.endswith("/fields"))
    labels = {field.label for field in run(member, reading.envelope, draft.id).fields}
    assert "Rent" in labels


def test_what_is_typed_belongs_to_its_field_when_one_of_another_kind_is_selected(
    page: Page, member: Member, draft: Envelope, now: datetime
) -> None:
    box = replace(text(draft, 400, 400), kind=kinds.named("checkbox"), width=16, height=16)
    run(member, drafting.place_fields, draft.id, [*draft.fields, box], now)
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator("[data-field]").first.click()
    page.locator("#property_placeholder").fill("Street")

    page.locator("[data-field]").nth(3).click()

    filled = {"placeholder": "Street"}
    fields = until(page, member, draft, lambda all: any(f.properties == filled for f in all))
    assert [f.properties for f in fields if f.kind is box.kind] == [{}]
    expect(page.locator("#placing_state")).to_contain_text("Saved")


def test_copies_come_onto_other_pages_and_into_other_envelopes(
    page: Page, member: Member, draft: Envelope, now: datetime
) -> None:
    other = draft_of(member, now, [A4])
    visit(page, f"/envelopes/{draft.id}/fields")

    page.locator("[data-field]").first.click()
    page.keyboard.press("Control+Shift+d")
    page.get_by_role("dialog").get_by_role("button", name="Duplicate").click()
    spread = until(page, member, draft, lambda all: len(all) == 5)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    visit(page, f"/envelopes/{other.id}/fields")
    page.keyboard.press("Control+v")
    pasted = until(page, member, other, lambda all: len(all) == 3)
    page.keyboard.press("Control+x")
    until(page, member, other, lambda all: not all)

    top = min(draft.fields, key=lambda f: f.y)
    assert sorted(f.page for f in spread if (f.x, f.y) == (top.x, top.y)) == [1, 2, 3]
    assert same_places(pasted, draft.fields)
    assert {f.recipient_ids for f in pasted} == {(other.recipients[0].id,)}


def test_a_field_is_resized_at_each_of_its_sides(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator("[data-field]").nth(1).click()
    scale = page.locator("[data-leaf]").first.evaluate("leaf => leaf.clientWidth / 595")
    before = draft.fields[1]

    for side, by in (("e", (70, 0)), ("s", (0, 37)), ("n", (0, -31)), ("w", (-45, 0))):
        start = center(page.locator(f".is-selected [data-handle={side}]"))
        page.keyboard.down("Control")
        drag(page, start, (start[0] + by[0], start[1] + by[1]))
        page.keyboard.up("Control")

    def grown(all: tuple[Field, ...]) -> bool:
        field = next(f for f in all if f.id == before.id)
        right, bottom = before.x + before.width, before.y + before.height
        edges = (field.x, field.y, field.x + field.width, field.y + field.height)
        moved = (before.x - 45 / scale, before.y - 31 / scale, right + 70 / scale)
        return edges == pytest.approx((*moved, bottom + 37 / scale), abs=1.5)

    assert len(until(page, member, draft, grown)) == 3


def test_of_many_pages_those_near_the_window_are_drawn(
    page: Page, member: Member, now: datetime
) -> None:
    draft = draft_of(member, now, [A4] * 200)
    many = [text(draft, 50 + 5 * n, 60 + 70 * n, page) for page in range(1, 201) for n in range(3)]
    run(member, drafting.place_fields, draft.id, many, now)
    visit(page, f"/envelopes/{draft.id}/fields")

    nodes = page.evaluate("document.querySelectorAll('*').length")
    drawn = page.locator("[data-field]").count()
    page.locator("[data-goto]").fill("200")
    page.keyboard.press("Enter")
    last = page.locator(f"#page-{draft.documents[0].id}-200")
    expect(last.locator("[data-field]")).to_have_count(3)
    expect(last.locator("img")).to_have_attribute("src", last_image(draft))
    expect(page.locator("[data-thumbs] [aria-current]")).to_have_attribute("aria-label", "Page 200")

    assert page.locator("[data-leaf]").count() == 200
    assert nodes < 1500
    assert 3 <= drawn <= 15
    assert page.locator("[data-field]").count() <= 15


def test_what_two_windows_change_is_merged_or_chosen(
    browser: Browser, host: str, sender: Sender, page: Page, member: Member, draft: Envelope
) -> None:
    other = open_page(browser, host, sender.browser, viewport={"width": 1280, "height": 900})
    for window in (page, other):
        visit(window, f"/envelopes/{draft.id}/fields")
    ids = [str(f.id) for f in sorted(draft.fields, key=lambda f: f.y)]
    first, second, third = ids

    label(other, first, "Theirs")
    label(other, second, "Only theirs")
    other.locator(f"[data-field='{third}']").click()
    other.keyboard.press("Delete")
    until(page, member, draft, lambda all: len(all) == 2)
    label(page, first, "Mine")
    contested = page.locator("[data-contested]")
    expect(contested.locator("[data-id]")).to_have_count(1)
    expect(page.locator(f"[data-field='{second}'] .placed__word")).to_have_text("Only theirs")
    expect(page.locator(f"[data-field='{third}']")).to_have_count(0)
    expect(page.locator(".is-theirs .placed__word")).to_have_text("Theirs")
    hindered = faults(page)
    contested.get_by_role("button", name="Keep mine").click()
    expect(contested).to_be_hidden()

    kept = until(page, member, draft, lambda all: "Mine" in {f.label for f in all})
    assert sorted(f.label for f in kept) == ["Mine", "Only theirs"]
    assert hindered == []


def test_what_is_removed_in_one_window_and_changed_in_the_other_is_chosen(
    browser: Browser, host: str, sender: Sender, page: Page, member: Member, draft: Envelope
) -> None:
    other = open_page(browser, host, sender.browser, viewport={"width": 1280, "height": 900})
    for window in (page, other):
        visit(window, f"/envelopes/{draft.id}/fields")
    first = str(min(draft.fields, key=lambda f: f.y).id)

    other.locator(f"[data-field='{first}']").click()
    other.keyboard.press("Delete")
    until(page, member, draft, lambda all: len(all) == 2)
    label(page, first, "Still here")
    contested = page.locator("[data-contested]")
    expect(contested).to_contain_text("You changed it. It was removed in the other window.")
    contested.get_by_role("button", name="Take theirs").click()
    expect(page.locator("[data-field]")).to_have_count(2)
    expect(page.locator("#placing_state")).to_have_text("Saved")

    assert len(run(member, reading.envelope, draft.id).fields) == 2


def test_without_a_script_each_page_is_seen_and_filled(
    browser: Browser, host: str, sender: Sender, member: Member, draft: Envelope
) -> None:
    page = open_page(browser, host, sender.browser, java_script_enabled=False)
    page.goto(f"/envelopes/{draft.id}/fields")

    page.fill("#shown_number", "3")
    page.get_by_role("button", name="Show page").click()
    page.fill("#left", "20")
    page.fill("#top", "40")
    page.get_by_role("button", name="Place field").click()

    listed = page.get_by_role("heading", name="Fields on this page").locator("..")
    expect(listed).to_contain_text("Signer One")
    expect(page.locator("#shown_number")).to_have_value("3")
    assert sorted(f.page for f in run(member, reading.envelope, draft.id).fields) == [1, 1, 1, 3]


def label(page: Page, id: str, text: str) -> None:
    page.locator(f"[data-field='{id}']").click()
    page.fill("#property_label", text)
    page.keyboard.press("Tab")


def until(
    page: Page, member: Member, draft: Envelope, holds: Callable[[tuple[Field, ...]], Any]
) -> tuple[Field, ...]:
    """The fields as they are stored, as soon as they are so."""
    end = time.monotonic() + 30
    while not holds(fields := run(member, reading.envelope, draft.id).fields):
        assert time.monotonic() < end, (page.locator("#placing_state").inner_text(), fields)
        page.wait_for_timeout(100)
    return fields


def same_places(fields: tuple[Field, ...], others: tuple[Field, ...]) -> bool:
    places, wanted = (sorted((round(f.x), round(f.y)) for f in each) for each in (fields, others))
    return places == wanted


def last_image(draft: Envelope) -> str:
    return f"/envelopes/{draft.id}/documents/{draft.documents[0].id}/pages/200"


def center(locator: Locator) -> Place:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: Place, end: Place) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()
