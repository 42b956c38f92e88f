"""A network that is lost, a session that ends, and a page that is open twice."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import await_start, faults, visit
from tests.webapp.visitors import path_of

Opened = Callable[[], Page]


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent(member, now)


@pytest.fixture
def opened(browser: Browser, host: str, member: Member, envelope: Envelope) -> Opened:
    """The signing page of the first signer, each time on another device."""

    def page() -> Page:
        size = {"width": 360, "height": 740}
        page = browser.new_context(base_url=host, viewport=size, reduced_motion="reduce").new_page()
        visit(page, path_of(member, envelope.recipients[0]))
        if page.locator("button[name=agreed]").count():
            page.click("button[name=agreed]")
        await_start(page)
        return page

    return page


def kept(member: Member, envelope: Envelope) -> list[str]:
    return [field.value for field in run(member, reading.envelope, envelope.id).fields]


def status(member: Member, envelope: Envelope) -> RecipientStatus:
    return run(member, reading.envelope, envelope.id).recipients[0].status


def sign(page: Page) -> None:
    page.get_by_role("button", name="Sign here").click()
    page.get_by_role("radio", name="Type").check()
    page.get_by_role("button", name="Adopt and sign").click()
    expect(page.locator("a.field__signed img")).to_be_visible()


def test_offline_in_the_middle_nothing_is_lost_and_it_is_sent_when_the_network_is_back(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened()

    page.context.set_offline(True)
    page.locator("textarea").fill("Faro")
    page.locator("textarea").blur()
    state = page.locator(".field--text .field__state")
    expect(state).to_contain_text("Not saved yet")
    expect(page.locator("#connection")).to_contain_text("You are offline.")
    barriers = faults(page)
    lost = kept(member, envelope)
    page.context.set_offline(False)

    expect(page.locator("#connection")).to_contain_text("everything is saved")
    expect(state).to_have_text("")
    assert (barriers, "Faro" in lost) == ([], False)
    assert "Faro" in kept(member, envelope)


def test_a_signature_drawn_offline_waits_in_its_dialog(opened: Opened) -> None:
    page = opened()
    page.get_by_role("button", name="Sign here").click()
    page.get_by_role("radio", name="Type").check()

    page.context.set_offline(True)
    page.get_by_role("button", name="Adopt and sign").click()
    expect(page.locator("dialog[open] [role=alert]")).to_contain_text("Nothing was lost")
    page.context.set_offline(False)
    page.get_by_role("button", name="Adopt and sign").click()

    expect(page.locator("a.field__signed img")).to_be_visible()


def test_finish_without_a_network_stays_on_the_page_and_signs_nothing(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened()
    sign(page)
    page.locator("textarea").fill("Faro")
    page.locator("textarea").blur()
    expect(page.locator("[data-finish]")).to_be_enabled()
    expect(page.locator("[data-finish]")).not_to_have_attribute("aria-disabled", "true")

    page.context.set_offline(True)
    page.locator("[data-finish]").click()
    expect(page.locator("#connection")).to_contain_text("Nothing was sent")
    before = status(member, envelope)
    page.context.set_offline(False)
    page.locator("[data-finish]").click()

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert before is RecipientStatus.DELIVERED
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_agreeing_without_a_network_says_so_and_goes_on_when_it_is_back(
    browser: Browser, host: str, member: Member, envelope: Envelope
) -> None:
    page = browser.new_context(base_url=host, reduced_motion="reduce").new_page()
    visit(page, path_of(member, envelope.recipients[0]))
    agree = page.get_by_role("button", name="Agree and continue")

    page.context.set_offline(True)
    agree.click()
    expect(page.locator(".notice")).to_contain_text("Nothing was lost. Try again.")
    page.context.set_offline(False)
    agree.click()

    expect(page.locator("#signing_form")).to_be_visible()


def test_back_after_finishing_shows_that_it_is_finished(opened: Opened) -> None:
    page = opened()
    sign(page)
    page.locator("textarea").fill("Faro")
    page.locator("textarea").blur()
    page.locator("[data-finish]:not([aria-disabled])").click()
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()


def test_what_was_filled_in_on_another_device_is_shown_before_it_is_signed(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    phone, laptop = opened(), opened()
    sign(laptop)
    laptop.locator("textarea").fill("Faro")
    laptop.locator("textarea").blur()
    expect(laptop.locator("#progress")).to_contain_text("2 of 2 done")

    phone.evaluate("document.getElementById('signing_form').requestSubmit()")
    expect(phone.locator("#connection")).to_contain_text("changed on another device")
    expect(phone.locator("textarea")).to_have_value("Faro")
    expect(phone.locator("a.field__signed img")).to_be_visible()
    before = status(member, envelope)
    phone.locator("[data-finish]:not([aria-disabled])").click()

    expect(phone.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert before is RecipientStatus.DELIVERED
    assert "Faro" in kept(member, envelope)


def test_after_the_other_device_has_finished_the_page_says_so(opened: Opened) -> None:
    phone, laptop = opened(), opened()
    sign(laptop)
    laptop.locator("textarea").fill("Faro")
    laptop.locator("textarea").blur()
    laptop.locator("[data-finish]:not([aria-disabled])").click()
    expect(laptop.get_by_role("heading", name="You have signed.")).to_be_visible()

    phone.evaluate("document.getElementById('signing_form').requestSubmit()")

    expect(phone.get_by_role("heading", name="You have signed.")).to_be_visible()


def test_a_device_whose_clock_is_wrong_signs_all_the_same(
    browser: Browser, host: str, member: Member, envelope: Envelope
) -> None:
    page = browser.new_context(base_url=host, reduced_motion="reduce").new_page()
    page.clock.install(time="2031-05-06T07:08:00")
    page.clock.resume()
    visit(page, path_of(member, envelope.recipients[0]))
    page.click("button[name=agreed]")
    await_start(page)
    sign(page)
    page.locator("textarea").fill("Faro")
    page.locator("textarea").blur()
    page.locator("[data-finish]:not([aria-disabled])").click()

    expect(page.get_by_text("Signed today at")).to_be_visible()
    assert "2031" not in page.locator("main").inner_text()
    recipient = run(member, reading.envelope, envelope.id).recipients[0]
    assert recipient.completed_at is not None and recipient.completed_at.year < 2031


def test_a_session_that_has_ended_says_so_and_leaves_what_was_typed(
    opened: Opened, member: Member
) -> None:
    page = opened()
    page.context.clear_cookies(name="ceremony")

    page.locator("textarea").fill("Faro")
    page.locator("textarea").blur()

    expect(page.locator("#connection")).to_contain_text("Open the link in our e-mail again")
    expect(page.locator(".field--text .field__state")).to_contain_text("Not saved yet")
    expect(page.locator("textarea")).to_have_value("Faro")
