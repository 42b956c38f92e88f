"""Contacts offered while a recipient is typed: by keyboard, by pointer, and heard."""

from datetime import datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from core.people.contact import Contact
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.people import contacts
from tests.tenants.opening import run
from tests.webapp.page_checks import visit


@pytest.fixture
def people(member: Member) -> None:
    for number in range(3):
        person = Contact(uuid4(), f"Signer {number}", f"s{number}@example.com", "Company")
        run(member, contacts.add, person)


def test_the_keyboard_alone_chooses_somebody(
    page: Page, member: Member, people: None, now: datetime
) -> None:
    envelope = run(member, drafting.create, uuid4(), "Lease", now)
    visit(page, f"/envelopes/{envelope.id}")
    field = page.get_by_role("combobox", name="Name")

    field.press_sequentially("sig")
    options = page.locator(".offers__one")
    expect(options).to_have_count(3)
    expect(page.locator("#offers_said")).to_contain_text("People found: 3")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    expect(page.locator("#email-0")).to_have_value("s1@example.com")
    expect(options).to_have_count(0)
    expect(page.locator("#recipients_state")).to_contain_text("Saved")
    assert [r.email for r in run(member, reading.envelope, envelope.id).recipients] == [
        "s1@example.com"
    ]


def test_escape_closes_and_what_was_typed_stays(
    page: Page, member: Member, people: None, now: datetime
) -> None:
    envelope = run(member, drafting.create, uuid4(), "Lease", now)
    visit(page, f"/envelopes/{envelope.id}")
    field = page.get_by_role("combobox", name="Name")

    field.press_sequentially("Signer")
    expect(page.locator(".offers__one")).to_have_count(3)
    page.keyboard.press("Escape")

    expect(page.locator(".offers__one")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("Signer")


def test_a_click_chooses_too(page: Page, member: Member, people: None, now: datetime) -> None:
    envelope = run(member, drafting.create, uuid4(), "Lease", now)
    visit(page, f"/envelopes/{envelope.id}")

    page.get_by_role("combobox", name="E-mail address").press_sequentially("s2@")
    page.locator(".offers__one").first.click()

    expect(page.locator("#name-0")).to_have_value("Signer 2")
    expect(page.locator("#recipients_state")).to_contain_text("Saved")
