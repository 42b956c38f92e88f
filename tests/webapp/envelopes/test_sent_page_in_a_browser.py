import re
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Status
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import faults, visit


@pytest.mark.parametrize("width", [360, 1280])
def test_voiding_is_asked_in_a_dialog_that_keeps_what_is_wrong(
    page: Page, member: Member, now: datetime, width: int
) -> None:
    envelope = ceremonies.sent(member, now)
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, f"/envelopes/{envelope.id}")
    dialog, more = page.locator("#panel_dialog"), page.locator("#envelope_more summary")

    more.click()
    page.get_by_role("link", name="Void this envelope").click()
    expect(dialog.get_by_label("Reason")).to_be_focused()
    assert faults(page) == []
    dialog.get_by_role("button", name="Void envelope").click()
    expect(dialog.get_by_text("Give a brief reason")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    page.get_by_role("link", name="Void this envelope").click()
    dialog.get_by_label("Reason").fill("The price is wrong.")
    dialog.get_by_role("button", name="Void envelope").click()

    expect(page.locator("#envelope_head .badge--voided")).to_be_visible()
    expect(dialog).to_be_hidden()
    assert run(member, reading.envelope, envelope.id).status is Status.VOIDED


def test_a_link_to_read_by_is_made_and_copied_without_leaving_the_dialog(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    visit(page, f"/envelopes/{envelope.id}")
    dialog = page.locator("#panel_dialog")

    page.locator("#envelope_more summary").click()
    page.get_by_role("link", name="Share").click()
    dialog.get_by_role("button", name="Create link").click()

    expect(dialog.locator(".copied input")).to_have_value(re.compile(r"/shared/[\w-]{43}$"))
    expect(dialog.get_by_text("Link created")).to_be_visible()


def test_the_technical_details_come_when_they_are_unfolded(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    visit(page, f"/envelopes/{envelope.id}")

    page.get_by_text("Technical details", exact=True).click()

    expect(page.locator(".technical .hash").first).to_have_text(str(envelope.id))
