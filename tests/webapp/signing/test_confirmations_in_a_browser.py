"""Signatures that are confirmed one by one, by keyboard alone, and by touch at 360 px."""

from datetime import UTC, datetime

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_identity_proofs import mailed_code
from tests.webapp import page_checks
from tests.webapp.signing.test_confirmations import a_minute_passes, begun


def by_keyboard(page: Page, control: Locator) -> None:
    """Tab until it has the focus."""
    for _ in range(40):
        if control.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {control}")


def check(page: Page) -> None:
    page_checks.await_start(page)
    assert page_checks.faults(page) == []


def test_by_keyboard_alone(browser: Browser, host: str, app: Flask, member: Member) -> None:
    signer = begun(app, member)
    a_minute_passes(member)
    page = page_checks.open_page(browser, host, signer.client)
    page_checks.visit(page, f"{signer.page}/review")

    finish = page.get_by_role("button", name="Finish")
    by_keyboard(page, finish)
    page.keyboard.press("Enter")
    reason = page.get_by_role("radio", name="I approve this document")
    expect(reason).to_be_visible()
    check(page)
    by_keyboard(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say why you are signing.")).to_be_visible()
    check(page)
    first = page.get_by_role("radio").first
    by_keyboard(page, first)
    while not reason.is_checked():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    by_keyboard(page, page.get_by_role("button", name="Send me a code"))
    check(page)
    page.keyboard.press("Enter")
    code = page.get_by_label("Code", exact=True)
    expect(code).to_be_visible()
    by_keyboard(page, code)
    page.keyboard.type(mailed_code(member, datetime.now(UTC)))
    check(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review and finish")).to_be_visible()
    check(page)
    by_keyboard(page, page.get_by_role("button", name="Finish"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert run(member, reading.envelope, signer.envelope.id).recipients[0].completed_at


def test_by_touch_with_back_reload_and_finish_later_in_between(
    browser: Browser, host: str, app: Flask, member: Member
) -> None:
    signer = begun(app, member)
    a_minute_passes(member)
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page = page_checks.open_page(browser, host, signer.client, **phone)
    asked = page.get_by_text("Why are you signing?")
    page_checks.visit(page, f"{signer.page}/confirmation")
    page.get_by_text("I approve this document").tap()
    page.get_by_role("button", name="Continue").tap()
    send = page.get_by_role("button", name="Send me a code")
    expect(send).to_be_visible()

    page.go_back()  # what was begun is still asked for, until they cancel it
    expect(send).to_be_visible()
    page.reload()
    check(page)
    send.tap()
    code = page.get_by_label("Code", exact=True)
    expect(code).to_be_visible()
    page.reload()  # no other code is sent, and this one still counts
    code.fill("000000")
    page.get_by_role("button", name="Continue").tap()
    expect(page.get_by_text("This code is not right.")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Cancel").tap()
    expect(page.locator("#signing_form")).to_be_visible()
    page_checks.await_start(page)
    page.get_by_text("More", exact=True).tap()
    page.get_by_role("button", name="Save and finish later").tap()
    page.wait_for_url("**/later")

    page_checks.visit(page, signer.link)  # everything is asked for again
    code.fill(mailed_code(member, datetime.now(UTC)))
    page.get_by_role("button", name="Continue").tap()
    expect(page.locator("#signing_form")).to_be_visible()
    page_checks.visit(page, f"{signer.page}/confirmation")
    expect(asked).to_be_visible()
