"""Ticks that last, and the list by keyboard alone."""

from datetime import datetime

from playwright.sync_api import Page, expect

from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import visit


def test_what_is_ticked_stays_ticked_when_rows_are_drawn_anew(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    other = ceremonies.sent(member, now)
    visit(page, "/envelopes")
    expect(page.locator("#bulk")).to_be_hidden()

    page.check(f'input[value="{envelope.id}"]')
    expect(page.locator("#bulk")).to_be_visible()
    ceremonies.sign(member, other.recipients[0], now)

    expect(page.locator(f'[data-key="{other.id}"] .badge--delivered')).to_be_visible()
    expect(page.locator(f'input[value="{envelope.id}"]')).to_be_checked()
    expect(page.locator(f'input[value="{other.id}"]')).not_to_be_checked()


def test_many_are_voided_by_keyboard_alone(page: Page, member: Member, now: datetime) -> None:
    envelope_id = run(member, drafting.create, ceremonies.uuid4(), "Offer", now).id
    visit(page, "/envelopes?box=drafts")

    page.locator(f'input[value="{envelope_id}"]').focus()
    page.keyboard.press("Space")
    page.locator('#bulk button[value="void"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Void 1 envelope")
    page.locator("#reason").focus()
    page.keyboard.type("Not needed")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#bulk_progress")).to_contain_text("0 of 1 done")
    assert run(member, reading.envelope, envelope_id).status == "draft"


def test_a_filter_opens_and_closes_by_keyboard(page: Page) -> None:
    visit(page, "/envelopes?box=all")
    summary = page.locator("summary", has_text="Filter")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#waiting")).to_be_hidden()
    expect(summary).to_be_focused()
