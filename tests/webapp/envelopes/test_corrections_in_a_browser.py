"""The pages that correct a sent envelope, as people see and use them."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.senders import Sender


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    """The first of two has finished."""
    sent = ceremonies.sent(member, now)
    ceremonies.sign(member, sent.recipients[0], now)
    return sent


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_correcting_is_readable_for_everybody(
    browser: Browser, host: str, sender: Sender, envelope: Envelope, width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    found = {}
    second = envelope.recipients[1]
    for place in ("correction", "correction/fields", f"recipients/{second.id}/correction"):
        page_checks.visit(page, f"/envelopes/{envelope.id}/{place}")
        found[place] = page_checks.faults(page) + page_checks.sideways(page)

    assert {place: faults for place, faults in found.items() if faults} == {}


def test_fields_are_saved_all_at_once_by_the_button(
    page: Page, member: Member, envelope: Envelope
) -> None:
    mine = envelope.fields[2]
    page_checks.visit(page, f"/envelopes/{envelope.id}/correction/fields")
    moved = page.locator(f'[data-field="{mine.id}"]')
    fixed = page.locator(".placed.is-fixed")

    expect(fixed).to_have_count(2)
    moved.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#placing_state")).to_have_text("Not saved yet")
    before = run(member, reading.envelope, envelope.id).field(mine.id)
    page.get_by_role("link", name="Save corrections").click()
    page.wait_for_url(re.compile(rf"/envelopes/{envelope.id}$"))

    after = run(member, reading.envelope, envelope.id).field(mine.id)
    assert before.x == mine.x
    assert after.x > mine.x
    expect(page.get_by_text("Corrected.")).to_be_visible()


def test_what_is_refused_stays_on_the_page_and_is_told(
    page: Page, member: Member, envelope: Envelope
) -> None:
    signature = envelope.fields[2]
    page_checks.visit(page, f"/envelopes/{envelope.id}/correction/fields")
    page.locator(f'[data-field="{signature.id}"]').focus()
    page.keyboard.press("Delete")

    page.get_by_role("link", name="Save corrections").click()

    expect(page.locator("#placing_state")).to_contain_text("Place a required signature field")
    assert signature in run(member, reading.envelope, envelope.id).fields
