"""Where a notice lies: below the bar, which it never covers, and above the page, which it moves."""

from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.tenants import ceremonies
from tests.webapp import page_checks
from tests.webapp.senders import Sender
from tests.webapp.test_notices import COOKIE, UNDO, left
from tests.webapp.visitors import Signer
from webapp.notices import NoticeKind

LONG = "“Lease of the flat at the corner” was moved to “Contracts with all tenants of 2026”."


def leave(page: Page, host: str, cookie: str) -> None:
    """For the page that is opened next."""
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "url": host}])


def edge(page: Page, selector: str, side: str) -> float:
    return float(page.locator(selector).evaluate(f"e => e.getBoundingClientRect().{side}"))


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_a_notice_lies_between_the_bar_and_the_page(
    browser: Browser, host: str, app: Flask, sender: Sender, width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    leave(page, host, left(app, LONG, action=UNDO))

    page_checks.visit(page, "/settings/preferences")

    expect(page.get_by_role("status").get_by_role("button", name="Undo")).to_be_visible()
    assert edge(page, ".notice", "top") >= edge(page, "header.bar", "bottom")
    assert edge(page, ".notice", "bottom") <= edge(page, "h1", "top")
    assert page_checks.faults(page) == []
    page.get_by_role("button", name="Close this message").click()
    expect(page.locator(".notice")).to_have_count(0)


def test_while_one_scrolls_it_stays_below_the_bar_of_the_signing_page(
    browser: Browser, host: str, app: Flask, sender: Sender, now: datetime
) -> None:
    signer = Signer(app, sender.member, ceremonies.sent(sender.member, now), 0)
    signer.open()
    signer.consent()
    size = {"width": 360, "height": 700}
    page = page_checks.open_page(browser, host, signer.client, viewport=size)
    leave(page, host, left(app, "It was filled in meanwhile.", kind=NoticeKind.PROBLEM))

    page_checks.visit(page, signer.page)
    page.evaluate("scrollTo(0, 500)")

    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    assert edge(page, ".notice", "top") >= edge(page, "header", "bottom")
    assert edge(page, "header", "top") == 0
