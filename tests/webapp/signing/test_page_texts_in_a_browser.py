"""The text over the pages, as the browser's own search and screen readers find it."""

from datetime import datetime

from playwright.sync_api import Browser, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.page_checks import await_start, faults, visit
from tests.webapp.visitors import path_of

SEARCHED = "words => window.find(words) && getSelection().toString()"
READ = """() => [...document.querySelectorAll(
    "#page-1-1 text, #page-1-1 .field :is(button, textarea)"
)].map(part => part.textContent.trim() || part.tagName)"""


def test_words_of_a_page_that_was_not_seen_are_found_and_read_before_the_fields(
    browser: Browser, host: str, member: Member, now: datetime
) -> None:
    text = {1: ["The lease begins", "in May"], 2: ["It ends in Lisbon"]}
    envelope = ceremonies.sent(member, now, text=text)
    size = {"width": 360, "height": 400}
    page = browser.new_context(base_url=host, viewport=size).new_page()
    visit(page, path_of(member, envelope.recipients[0]))
    page.click("button[name=agreed]")
    await_start(page)

    expect(page.locator("#text-page-1-2 text")).to_have_count(1)

    assert page.evaluate("scrollY") == 0
    assert page.evaluate(READ) == ["The lease begins", "in May", "Sign here", "TEXTAREA"]
    assert page.evaluate(SEARCHED, "ends in Lisbon") == "ends in Lisbon"


def test_the_documents_as_text_have_no_barrier(
    browser: Browser, host: str, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now, text={1: ["The lease begins"]})
    size = {"width": 320, "height": 700}
    page = browser.new_context(base_url=host, viewport=size).new_page()
    visit(page, path_of(member, envelope.recipients[0]))
    page.click("button[name=agreed]")
    await_start(page)

    page.get_by_text("More").click()
    page.get_by_role("link", name="Read as text").click()

    expect(page.get_by_role("heading", name="The documents as text")).to_be_visible()
    assert faults(page) == []
