"""A word or a page of a long document is found while it is filled in."""

from datetime import datetime

from playwright.sync_api import Browser, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.page_checks import await_start, faults, visit
from tests.webapp.visitors import path_of

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def test_a_word_and_a_page_are_found_from_the_menu(
    browser: Browser, host: str, member: Member, now: datetime
) -> None:
    text = {1: ["The lease begins"], 2: ["The rent is due", "The rent is paid"]}
    envelope = ceremonies.sent(member, now, text=text)
    page = browser.new_context(base_url=host, reduced_motion="reduce", **PHONE).new_page()
    visit(page, path_of(member, envelope.recipients[0]))
    page.get_by_role("button", name="Agree and continue").tap()
    page.locator("#signing_form").wait_for()
    await_start(page)

    page.locator(".ceremony__menu").tap()
    page.get_by_role("button", name="Find a word or a page").tap()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("rent")
    expect(page.locator("#finder [data-found]")).to_contain_text("2 matches")
    expect(page.locator(".folio").nth(1).locator(".found")).to_have_count(2)
    expect(page.locator(".folio").nth(1)).to_be_in_viewport()
    barriers = faults(page)
    page.locator("#finder [data-number]").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator(".folio").first).to_be_in_viewport()
    page.keyboard.press("Escape")

    expect(page.locator("#finder")).to_be_hidden()
    expect(page.locator(".ceremony__menu")).to_be_focused()
    assert barriers == []
