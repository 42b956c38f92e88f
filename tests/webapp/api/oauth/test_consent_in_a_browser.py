"""The page of consent in a browser, which the policy of the page has to let go back."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from tests.webapp import page_checks
from tests.webapp.api.oauth import flows
from tests.webapp.api.oauth.applications import BACK, add
from tests.webapp.senders import Sender


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_allowing_leads_back_to_the_application_with_a_code(
    browser: Browser, host: str, sender: Sender, width: int
) -> None:
    made = add(sender.member, "envelopes:write", "templates")
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    page.route(BACK + "**", lambda route: route.fulfill(body="back at the application"))
    asked = flows.asked(made, scope="openid email envelopes:write templates")
    page_checks.visit(page, f"{flows.PLACE}?{urlencode(asked)}")
    assert page_checks.faults(page) == []

    page.get_by_role("button", name="Allow", exact=True).click()

    expect(page.get_by_text("back at the application")).to_be_visible()
    assert page.url.startswith(BACK + "?code=csc_")
