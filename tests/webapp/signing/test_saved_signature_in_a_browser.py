"""The signature somebody keeps, adopted in the dialog of the signing page."""

from datetime import datetime

from playwright.sync_api import Page, expect

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing import kept_signature, typed_signature
from tests.tenants import journeys
from tests.tenants.opening import run
from tests.webapp.page_checks import await_start, visit
from tests.webapp.people.test_preferences import to_oneself
from tests.webapp.visitors import path_of


def test_one_click_adopts_it_and_signs_the_field(page: Page, member: Member, now: datetime) -> None:
    png = typed_signature.draw("Owner", "caveat")
    journeys.keep_signature(member, png, "drawn")
    envelope = to_oneself(member, now)
    visit(page, path_of(member, envelope.recipients[0]))
    page.click("button[name=agreed]")
    await_start(page)

    page.locator("[data-field] button, .field button").first.click()
    expect(page.locator("dialog[open] .kept-signature__image")).to_be_visible()
    page.click("dialog[open] button[name=kept]")

    expect(page.locator("dialog[open]")).to_have_count(0)
    (signature,) = run(member, reading.envelope, envelope.id).signatures
    assert signature.method == "drawn"


def test_one_is_typed_and_kept_from_the_preferences(page: Page, member: Member) -> None:
    visit(page, "/settings/preferences")

    page.fill("#text_signature", "Owner Name")
    page.click("button:has-text('Save signature')")

    expect(page.locator(".kept-signature__image")).to_be_visible()
    expect(page.locator("#notice")).to_contain_text("Signature saved.")
    assert run(member, kept_signature.kept).method == "typed"
