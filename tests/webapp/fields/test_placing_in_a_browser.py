"""What only scripts do: dragging, the keyboard on the sheet, pages that change by themselves."""

import re
import time
from datetime import datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import faults, visit


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    envelope = ceremonies.draft_with_document(member, now)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
    ]
    return run(member, drafting.name_recipients, envelope.id, people, now)


def test_a_field_is_dragged_from_the_palette_moved_and_taken_back(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    button = page.locator("[data-kind=signature]:not([disabled])").bounding_box()
    assert button is not None

    drag(page, button["x"] + 20, button["y"] + 15, 500, 400)
    expect(page.locator("#placing_state")).to_have_text("Saved")
    (placed,) = run(member, reading.envelope, draft.id).fields
    drag(page, 500, 400, 600, 600)
    expect(page.locator("#placing_state")).to_have_text("Saved")
    (moved,) = run(member, reading.envelope, draft.id).fields
    page.keyboard.press("Control+z")

    undone = "Undone: moved Signature for Signer One · Saved"
    expect(page.locator("#placing_state")).to_have_text(undone)
    taken_back = run(member, reading.envelope, draft.id).fields
    page.keyboard.press("Control+Shift+z")
    redone = "Redone: moved Signature for Signer One · Saved"
    expect(page.locator("#placing_state")).to_have_text(redone)
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    assert (placed.page, placed.kind.name) == (1, "signature")
    assert moved.x > placed.x
    assert moved.y > placed.y
    assert taken_back == (placed,)
    assert run(member, reading.envelope, draft.id).fields == (moved,)


def test_what_was_placed_last_is_at_the_top_of_the_palette(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    expect(page.get_by_role("group", name="Recent")).to_be_hidden()
    page.locator("[data-kind=checkbox]:not([disabled])").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#placing_state")).to_have_text("Saved")
    visit(page, f"/envelopes/{draft.id}/fields")
    recent = page.get_by_role("group", name="Recent").get_by_role("button")
    expect(recent).to_have_text(["Checkbox"])
    button = recent.bounding_box()
    assert button is not None

    drag(page, button["x"] + 20, button["y"] + 15, 500, 400)
    expect(page.locator(".placed--checkbox")).to_have_count(2)
    recent.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".placed--checkbox")).to_have_count(3)

    assert faults(page) == []
    page.get_by_role("searchbox", name="Search fields").fill("check")
    expect(page.get_by_role("group", name="Recent")).to_be_hidden()


def test_what_was_undone_is_redone_until_another_step_is_made(page: Page, draft: Envelope) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    redo = page.get_by_role("button", name="Redo")
    for kind in ("text", "checkbox"):
        page.locator(f"[data-kind={kind}]:not([disabled])").focus()
        page.keyboard.press("Enter")

    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-field]")).to_have_count(0)
    page.keyboard.press("Control+y")
    expect(page.locator("[data-field]")).to_have_count(1)
    expect(redo).to_be_enabled()
    page.locator("[data-kind=date]").focus()
    page.keyboard.press("Enter")

    expect(page.locator("[data-field]")).to_have_count(2)
    expect(redo).to_be_disabled()


def test_keys_zoom_and_show_their_list_and_the_page_in_sight_is_marked(
    page: Page, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    first, second = page.locator("[data-leaf]").all()
    current = page.locator("[data-thumbs] [aria-current]")
    fitting = first.bounding_box()
    assert fitting is not None

    expect(current).to_have_attribute("aria-label", "Page 1")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Redo")
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("+")
    expect(page.locator("[data-zoom-fit]")).to_have_text("200%")
    expect(first.locator("img")).to_have_attribute("src", re.compile("width=2480$"))
    enlarged = first.bounding_box()
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.keyboard.press("0")
    expect(page.locator("[data-zoom-fit]")).to_have_text("100%")
    second.evaluate("leaf => leaf.scrollIntoView({ block: 'center' })")

    expect(current).to_have_attribute("aria-label", "Page 2")
    assert enlarged is not None
    assert enlarged["width"] == pytest.approx(2 * fitting["width"], abs=2)
    assert sideways == 0


def test_the_keyboard_alone_places_moves_resizes_and_removes(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator("[data-kind=text]:not([disabled])").focus()

    page.keyboard.press("Enter")
    expect(page.locator("#placing_state")).to_have_text("Saved")
    (placed,) = run(member, reading.envelope, draft.id).fields
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#placing_state")).to_have_text("Saved")
    (changed,) = run(member, reading.envelope, draft.id).fields
    page.keyboard.press("Delete")
    expect(page.locator("[data-field]")).to_have_count(0)
    expect(page.locator("#placing_state")).to_have_text("Saved")

    assert (changed.x - placed.x, changed.height - placed.height) == (4, 4)
    assert run(member, reading.envelope, draft.id).fields == ()


def test_the_properties_of_a_kind_are_shown_kept_and_shown_again(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator("[data-kind=text]:not([disabled])").focus()
    page.keyboard.press("Enter")

    page.fill("#property_default", "Lisbon")
    page.locator(".properties__more summary", has_text="Appearance").click()
    page.select_option("#property_alignment", "right")
    page.check("#property_read_only")
    page.locator(".properties__more summary", has_text="Validation").click()
    page.fill("#property_length", "12")
    page.keyboard.press("Tab")
    expect(page.locator("#placing_state")).to_have_text("Saved")
    page.locator("[data-kind=signature]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#property_default")).to_be_hidden()
    # “Saved” may still tell of the change before: what was typed last is saved a moment later.
    until = time.monotonic() + 20
    while [f.properties.get("length") for f in run(member, reading.envelope, draft.id).fields] != [
        12,
        None,
    ]:
        assert time.monotonic() < until
        page.wait_for_timeout(100)
    page.reload()
    page.locator(".placed--text").focus()

    expect(page.locator("#property_default")).to_have_value("Lisbon")
    expect(page.locator("#property_length")).to_be_visible()
    expect(page.locator("#property_length")).to_have_value("12")
    expect(page.locator("#property_read_only")).to_be_checked()
    kept = {f.kind.name: f.properties for f in run(member, reading.envelope, draft.id).fields}
    said = {"default": "Lisbon", "alignment": "right", "read_only": True, "length": 12}
    assert kept == {"text": said, "signature": {}}


def test_a_field_is_for_whoever_comes_first_or_filled_in_by_the_sender(
    page: Page, member: Member, draft: Envelope
) -> None:
    one, two = draft.recipients
    page.goto(f"/envelopes/{draft.id}/fields")
    page.locator("[data-kind=text]:not([disabled])").focus()
    page.keyboard.press("Enter")

    page.check("#property_recipient_2")
    letters = page.locator(".placed__letter").inner_text()
    page.locator(".palette__person", has_text="You, before sending").click()
    expect(page.locator("[data-kind=signature]")).to_be_disabled()
    page.locator("[data-kind=number]").focus()
    page.keyboard.press("Enter")
    page.fill("#property_default", "12.5")
    page.keyboard.press("Tab")

    expect(page.locator(".placed--number .placed__word")).to_have_text("12.5")
    until = time.monotonic() + 20
    while [f.properties for f in run(member, reading.envelope, draft.id).fields] != [
        {},
        {"default": "12.5"},
    ]:
        assert time.monotonic() < until
        page.wait_for_timeout(100)
    assert letters == "AB"
    shared, ours = run(member, reading.envelope, draft.id).fields
    assert (set(shared.recipient_ids), ours.recipient_ids) == ({one.id, two.id}, ())


def test_a_signature_goes_from_one_person_to_another(
    page: Page, member: Member, draft: Envelope
) -> None:
    page.goto(f"/envelopes/{draft.id}/fields")
    page.locator("[data-kind=signature]:not([disabled])").focus()
    page.keyboard.press("Enter")

    page.check("#property_recipient_2")
    expect(page.locator("#property_recipient_1")).not_to_be_checked()
    page.locator("#property_recipient_2").click()

    expect(page.locator("#property_recipient_2")).to_be_checked()
    expect(page.locator("#placing_state")).to_have_text("Saved")
    (field,) = run(member, reading.envelope, draft.id).fields
    assert field.recipient_ids == (draft.recipients[1].id,)


def test_on_a_phone_one_taps_a_type_and_then_the_page(
    browser: Browser, page: Page, member: Member, draft: Envelope, host: str
) -> None:
    phone = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        base_url=host,
        storage_state=page.context.storage_state(),
    ).new_page()
    visit(phone, f"/envelopes/{draft.id}/fields")

    expect(phone.locator("[data-kind=dropdown]")).to_be_hidden()
    phone.tap("[data-more]")
    outside = phone.locator("[data-palette] [data-kind]").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().right > innerWidth).length"
    )
    phone.tap("[data-kind=dropdown]:not([disabled])")
    expect(phone.locator("#placing_state")).to_have_text("Tap to place")
    phone.touchscreen.tap(180, 300)
    expect(phone.locator("#placing_state")).to_have_text("Saved")

    (field,) = run(member, reading.envelope, draft.id).fields
    assert field.kind.name == "dropdown"
    assert outside == 0
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_a_long_press_asks_what_goes_there_and_on_a_field_adds_it_to_the_selection(
    browser: Browser, page: Page, member: Member, draft: Envelope, host: str
) -> None:
    phone = browser.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        base_url=host,
        storage_state=page.context.storage_state(),
    ).new_page()
    visit(phone, f"/envelopes/{draft.id}/fields")

    for y in (330, 430):
        press_long(phone, "[data-leaf]", 180, y)
        expect(phone.locator("#placing_state")).to_contain_text("Choose a field to place here")
        phone.tap("[data-kind=text]")
        phone.locator("[data-close]").tap()
    press_long(phone, "[data-field] >> nth=0", 180, 330)
    press_long(phone, "[data-field] >> nth=1", 180, 430)

    expect(phone.locator("[data-properties] h2")).to_have_text("2 selected")
    assert faults(phone) == []
    phone.locator("[data-remove]").tap()
    expect(phone.locator("[data-field]")).to_have_count(0)
    assert phone.locator("[data-undo]").is_enabled()


def press_long(page: Page, selector: str, x: float, y: float) -> None:
    finger = {"pointerType": "touch", "pointerId": 7, "isPrimary": True, "button": 0}
    at = {**finger, "clientX": x, "clientY": y, "bubbles": True}
    page.locator(selector).first.dispatch_event("pointerdown", at)
    page.wait_for_timeout(700)
    page.locator(selector).first.dispatch_event("pointerup", at)


def test_a_person_is_dragged_to_the_front(page: Page, member: Member, draft: Envelope) -> None:
    visit(page, f"/envelopes/{draft.id}")
    grip = page.locator("[data-grip]").nth(1)
    grip.scroll_into_view_if_needed()
    start, target = grip.bounding_box(), page.locator("[data-row]").nth(0).bounding_box()
    assert start is not None
    assert target is not None

    drag(page, start["x"] + 8, start["y"] + 8, start["x"] + 8, target["y"] + 4)

    expect(page.locator("#name-0")).to_have_value("Signer Two")
    stored = run(member, reading.envelope, draft.id).recipients
    assert [(r.name, r.routing_order) for r in stored] == [("Signer Two", 1), ("Signer One", 2)]


def test_the_page_of_an_envelope_changes_by_itself(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    visit(page, f"/envelopes/{envelope.id}")
    expect(page.locator("#envelope_head")).to_contain_text("0 of 2 signed")

    ceremonies.sign(member, envelope.recipients[0], now)

    expect(page.locator("#envelope_head")).to_contain_text("1 of 2 signed")
    expect(page.locator("#envelope_timeline")).to_contain_text("Signer One has signed")


def drag(page: Page, from_x: float, from_y: float, x: float, y: float) -> None:
    page.mouse.move(from_x, from_y)
    page.mouse.down()
    page.mouse.move((from_x + x) / 2, (from_y + y) / 2, steps=4)
    page.mouse.move(x, y, steps=4)
    page.mouse.up()
