"""The page of API keys, with a key just made: what tests of every page do not see."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.webapp import page_checks
from tests.webapp.senders import Sender

PAGE = "/settings/api-keys"


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_a_key_just_made_is_readable_for_everybody_and_copied_by_a_button(
    browser: Browser, host: str, sender: Sender, width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    page_checks.visit(page, PAGE)
    page.get_by_label("Name").fill("Billing of the northern branch office")
    page.get_by_label("Create and send envelopes").check()

    page.get_by_role("button", name="Create key").click()

    expect(page.get_by_label("API key", exact=True)).to_have_value(re.compile("^cs_"))
    expect(page.get_by_role("button", name="Copy API key")).to_be_visible()
    assert page_checks.faults(page) == []


def test_a_key_is_made_and_revoked_without_javascript(
    browser: Browser, host: str, sender: Sender
) -> None:
    page = page_checks.open_page(browser, host, sender.browser, java_script_enabled=False)
    page_checks.visit(page, PAGE)
    page.get_by_label("Name").fill("Billing")
    page.get_by_label("Read envelopes").check()
    page.get_by_role("button", name="Create key").click()
    expect(page.get_by_label("API key", exact=True)).to_have_value(re.compile("^cs_"))

    page_checks.visit(page, PAGE)
    page.locator("summary", has_text="Revoke").click()
    page.get_by_role("button", name="Revoke key").click()

    expect(page.get_by_text("1 expired or revoked key")).to_be_visible()
