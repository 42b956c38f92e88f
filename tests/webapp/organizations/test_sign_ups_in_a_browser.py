"""What only scripts do at sign-up: a short name that follows, the time zone of the browser."""

from playwright.sync_api import Browser, expect

from tests.webapp.page_checks import visit


def test_the_short_name_follows_until_somebody_writes_their_own(
    browser: Browser, host: str
) -> None:
    page = browser.new_context(timezone_id="Europe/Lisbon").new_page()
    visit(page, f"{host}/sign-up")
    expect(page.locator("#time_zone")).to_have_value("Europe/Lisbon")

    page.locator("#name").press_sequentially("Société & Cie. 2")
    followed = page.locator("#slug").input_value()
    page.fill("#slug", "mine")
    page.locator("#name").press_sequentially("000")

    assert followed == "societe-cie-2"
    assert page.locator("#slug").input_value() == "mine"
