"""Each step of signing, looked at for barriers: on a phone by touch, and at a desk."""

from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.page_checks import await_start, faults, visit
from tests.webapp.visitors import path_of

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 860}}


@pytest.mark.parametrize("kind", [PHONE, DESK])
def test_no_step_has_a_barrier(
    browser: Browser, host: str, member: Member, now: datetime, kind: dict
) -> None:
    envelope = ceremonies.sent(member, now, text={1: ["The lease begins"]})
    page = browser.new_context(base_url=host, reduced_motion="reduce", **kind).new_page()
    press = "tap" if kind is PHONE else "click"
    found = {}

    visit(page, path_of(member, envelope.recipients[0]))
    found["consent"] = faults(page)
    getattr(page.get_by_role("button", name="Agree and continue"), press)()
    page.locator("#signing_form").wait_for()
    await_start(page)
    found["pages"] = faults(page)
    getattr(page.locator("#next_step"), press)()
    for way in ("Draw", "Type", "Upload"):
        page.get_by_role("radio", name=way, exact=True).check(force=True)
        found[way] = faults(page)
    page.get_by_role("radio", name="Type", exact=True).check(force=True)
    getattr(page.get_by_role("button", name="Adopt and sign"), press)()
    expect(page.locator("a.field__signed img")).to_be_visible()
    expect(page.locator("a.field__signed")).to_be_focused()
    found["adopted"] = faults(page)
    page.locator("textarea").fill("Lisbon")
    page.locator("textarea").blur()
    expect(page.locator("#progress")).to_contain_text("2 of 2 done")
    page.locator("[data-finish]:not([aria-disabled])").wait_for()
    found["filled in"] = faults(page)
    getattr(page.locator("[data-review]"), press)()
    expect(page.locator("#review")).to_contain_text("Lisbon")
    expect(page.locator("#review_place")).to_be_focused()
    found["review"] = faults(page)
    getattr(page.locator("[data-finish]:not([aria-disabled])"), press)()
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    found["finished"] = faults(page)

    assert {step: barriers for step, barriers in found.items() if barriers} == {}
