"""What only scripts do at sign-up: the time zone is the browser's, and nobody is asked for it."""

from playwright.sync_api import Browser, expect

from tests.webapp.page_checks import visit


def test_the_time_zone_is_that_of_the_browser(browser: Browser, host: str) -> None:
    page = browser.new_context(timezone_id="Europe/Lisbon").new_page()

    visit(page, f"{host}/sign-up")

    expect(page.locator("#time_zone")).to_have_value("Europe/Lisbon")
