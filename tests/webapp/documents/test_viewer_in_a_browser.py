import re
from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tenants.member import Member
from tenants.use_cases.envelopes import sharing
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.page_checks import faults, visit
from tests.webapp.senders import Sender

TEXT = {1: ["The rent is paid in Lisbon."], 2: ["Or in Porto.", "Never in Lisbon."]}
FOUND = ".folio .found"


def test_the_current_page_is_marked_and_reached_by_thumbnail_number_and_key(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    visit(page, f"/envelopes/{envelope.id}/reading")
    number, leaves = page.get_by_label("Page of 2"), page.locator(".viewer__leaf")

    expect(leaves).to_have_count(2)
    expect(leaves.nth(0)).to_have_attribute("aria-current", "true")
    leaves.nth(1).click()
    expect(number).to_have_value("2")
    expect(leaves.nth(1)).to_have_attribute("aria-current", "true")
    number.fill("1")
    number.press("Enter")
    expect(leaves.nth(0)).to_have_attribute("aria-current", "true")
    page.locator(".viewer__desk").focus()
    page.keyboard.press("PageDown")
    expect(number).to_have_value("2")
    page.keyboard.press("ArrowLeft")
    expect(number).to_have_value("1")


def test_pages_grow_and_shrink_and_fit_again(page: Page, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)
    visit(page, f"/envelopes/{envelope.id}/reading")
    first = page.locator(".folio").first
    fits = first.bounding_box()

    page.keyboard.press("+")
    larger = first.bounding_box()
    page.get_by_role("button", name="set to actual size").click()
    actual = first.bounding_box()
    page.get_by_role("button", name="Fit to width").click()

    assert fits and larger and actual
    assert larger["width"] > fits["width"]
    assert actual["width"] == pytest.approx(595 * 96 / 72, abs=1)
    expect(page.get_by_role("button", name="Fit to width")).to_have_attribute(
        "aria-pressed", "true"
    )
    again = first.bounding_box()
    assert again and again["width"] == pytest.approx(fits["width"], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_words_are_marked_where_they_stand_and_the_next_ones_are_gone_to(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now, text=TEXT)
    visit(page, f"/envelopes/{envelope.id}/reading")

    page.keyboard.press("/")
    page.keyboard.type("lisbon")
    expect(page.locator("[data-found]")).to_contain_text("2 matches")
    expect(page.locator("#page-1-1 .found")).to_be_attached()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Page of 2")).to_have_value("2")
    expect(page.locator("#page-1-2 .found")).to_be_in_viewport()
    assert faults(page) == []
    page.keyboard.press("Escape")

    expect(page.locator(FOUND)).to_have_count(0)


def test_words_at_the_end_of_a_line_are_marked_whatever_letters_are_before_them(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now, text={1: ["İİ Ankara"], 2: ["Ankara"]})
    visit(page, f"/envelopes/{envelope.id}/reading")

    page.get_by_label("Search the text").fill("ankara")

    expect(page.locator("[data-found]")).to_contain_text("2 matches")
    expect(page.locator("#page-1-1 .found")).to_be_attached()
    expect(page.locator("[data-found] a").first).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("width", [360, 1280])
def test_who_reads_by_a_link_has_the_same_viewer(
    browser: Browser, host: str, app: Flask, member: Member, now: datetime, width: int
) -> None:
    envelope = ceremonies.sent(member, now, text=TEXT)
    run(member, sharing.make_link, envelope.id, 7, now)
    (link,) = run(member, sharing.sharing, envelope.id, now).links
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, None, viewport=size)
    visit(page, f"/shared/{link.token}")

    if width < 700:
        page.get_by_role("button", name="Thumbnails").click()
    expect(page.locator(".viewer__leaf img").first).to_be_visible()
    expect(page.locator(".viewer__leaf img").first).to_have_js_property("complete", True)
    page.get_by_label("Search the text").fill("porto")

    expect(page.locator(FOUND)).to_be_in_viewport()
    assert faults(page) == []


def test_without_scripts_the_pages_lie_one_below_the_other(
    browser: Browser, host: str, sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    page = page_checks.open_page(browser, host, sender.browser, java_script_enabled=False)

    page.goto(f"/envelopes/{envelope.id}/reading")

    expect(page.locator(".viewer__bar")).to_be_hidden()
    first, second = (page.locator(f"#page-1-{n}").bounding_box() for n in (1, 2))
    assert first and second
    assert second["y"] >= first["y"] + first["height"]
    expect(page).to_have_title(re.compile("Read “Lease”"))
