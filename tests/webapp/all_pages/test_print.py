"""Pages on paper: black on white, without bars and buttons, and with times that stay true."""

from datetime import datetime

from playwright.sync_api import Browser, Page, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp import page_checks
from tests.webapp.senders import Sender

A4 = {"width": 672, "height": 1000}  # CSS pixels between its margins


def on_paper(browser: Browser, host: str, sender: Sender, address: str) -> Page:
    page = page_checks.open_page(
        browser, host, sender.browser, viewport=A4, color_scheme="dark", reduced_motion="reduce"
    )
    page_checks.visit(page, address)
    page.emulate_media(media="print")
    return page


def test_an_envelope_is_printed_without_bars_and_with_exact_times(
    browser: Browser, host: str, sender: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    page = on_paper(browser, host, sender, f"/envelopes/{envelope.id}")

    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("main .button").first).to_be_hidden()
    expect(page.get_by_role("heading", name="Lease")).to_be_visible()
    assert page.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    time = page.locator("main time[title]").first
    assert str(now.year) in time.evaluate("e => getComputedStyle(e, '::after').content")
    assert page.evaluate("document.documentElement.scrollWidth") == A4["width"]
