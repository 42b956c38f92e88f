"""Typing in the page of a draft, and going on at once: real clicks, real windows, a slow server."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope, Status
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail, reading
from tests.tenants import ceremonies
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run
from tests.webapp.envelopes.test_saved_drafts import make_draft
from tests.webapp.page_checks import first_of, hold, visit

SEND = "#send_button"


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    return make_draft(member, now)


@pytest.fixture
def open_draft(page: Page, draft: Envelope) -> Iterator[Page]:
    visit(page, f"/envelopes/{draft.id}")
    ready(page)
    yield page


def ready(page: Page) -> None:
    expect(page.locator("#draft[data-keeping] [role=combobox]").first).to_be_visible()


def window(page: Page, **options: Any) -> Page:
    """Another one of the same person."""
    browser = page.context.browser
    assert browser
    return browser.new_context(storage_state=page.context.storage_state(), **options).new_page()


def people(member: Member, draft: Envelope) -> list[tuple[str, str]]:
    return [(r.name, r.email) for r in run(member, reading.envelope, draft.id).recipients]


def status(member: Member, draft: Envelope) -> Status:
    return run(member, reading.envelope, draft.id).status


def sent(page: Page) -> None:
    expect(page.locator("#envelope_head")).to_be_visible()


def test_the_first_click_on_send_straight_after_typing_sends_what_is_shown(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    open_draft.locator("#email-0").fill("right@example.com")
    open_draft.locator(SEND).click(delay=120)

    sent(open_draft)
    assert people(member, draft) == [("Ana", "right@example.com")]
    job = ceremonies.lease_open(member, "mail_invitation")
    assert run(job, envelope_mail.load, job).to == ("Ana", "right@example.com")


def test_an_answer_that_comes_late_swallows_no_click(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    held = hold(open_draft, f"**/envelopes/{draft.id}")
    open_draft.locator("#email-0").scroll_into_view_if_needed()
    with open_draft.expect_request(f"**/envelopes/{draft.id}"):
        open_draft.locator("#email-0").fill("right@")
    open_draft.locator("#email-0").fill("right@example.com")
    open_draft.locator(SEND).scroll_into_view_if_needed()
    box = open_draft.locator(SEND).bounding_box()
    assert box
    open_draft.mouse.move(box["x"] + 20, box["y"] + 15)
    open_draft.mouse.down()
    # The answer to the first half says that the address is wrong, which moves the button.
    with open_draft.expect_response(f"**/envelopes/{draft.id}"):
        first_of(held, open_draft).continue_()
    open_draft.unroute(f"**/envelopes/{draft.id}")
    open_draft.mouse.up()

    sent(open_draft)
    assert people(member, draft) == [("Ana", "right@example.com")]


@pytest.mark.parametrize(("name", "email"), [("Ben", ""), ("Ben", "ben at example"), ("", "b@x.y")])
def test_a_row_that_is_not_complete_is_named_and_led_to(
    open_draft: Page, member: Member, draft: Envelope, name: str, email: str
) -> None:
    open_draft.get_by_role("button", name="Add recipient").click()
    open_draft.locator("#name-1").fill(name)
    open_draft.locator("#email-1").fill(email)
    open_draft.locator(SEND).click()

    expect(open_draft.locator(".notice--problem")).to_contain_text("Something is missing")
    expect(open_draft.locator("#name-1")).to_have_value(name)
    expect(open_draft.locator("#email-1")).to_have_value(email)
    assert status(member, draft) is Status.DRAFT
    open_draft.locator("#missing a[href^='#row-']").click()
    expect(open_draft.locator("#name-1" if not name else "#email-1")).to_be_focused()
    open_draft.reload()
    expect(open_draft.locator("#email-1")).to_have_value(email)
    open_draft.locator("[data-row] button[value^=remove-]").nth(1).click()
    expect(open_draft.locator("#missing")).to_contain_text("Ready to send.")
    open_draft.locator(SEND).click()
    sent(open_draft)
    assert people(member, draft) == [("Ana", "ana@example.com")]


def test_a_reload_straight_after_typing_loses_nothing(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    open_draft.get_by_role("button", name="Add recipient").click()
    open_draft.locator("#name-1").press_sequentially("Ben")
    open_draft.locator("#message").fill("Dear Ana")
    open_draft.reload()

    expect(open_draft.locator("#name-1")).to_have_value("Ben")
    expect(open_draft.locator("#message")).to_have_value("Dear Ana")
    expect(open_draft.locator("#missing")).to_contain_text("Enter an e-mail address for Ben.")
    assert people(member, draft) == [("Ana", "ana@example.com"), ("Ben", "")]


def test_whoever_places_fields_straight_after_typing_finds_the_row_again(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    open_draft.get_by_role("button", name="Add recipient").click()
    open_draft.locator("#name-1").fill("Ben")
    open_draft.get_by_role("button", name="Place fields").click()
    expect(open_draft.locator(".palette__person", has_text="Ben")).to_be_visible()
    open_draft.get_by_role("link", name="Done").click()

    expect(open_draft.locator("#name-1")).to_have_value("Ben")


def test_a_session_that_ends_takes_nothing_typed_along(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    open_draft.context.clear_cookies(name="countersign-session")
    open_draft.locator("#email-0").fill("right@example.com")
    open_draft.wait_for_url("**/sign-in?next=*")
    open_draft.fill("#email", member.email)
    open_draft.fill("#password", PASSWORD)
    open_draft.click("button[type=submit]")

    expect(open_draft.locator("#email-0")).to_have_value("right@example.com")
    expect(open_draft.locator("#recipients_state")).to_contain_text("Saved")
    assert people(member, draft) == [("Ana", "right@example.com")]


def test_two_windows_of_one_draft_lose_and_send_nothing_unseen(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    other = window(open_draft)
    visit(other, open_draft.url)
    ready(other)
    other.locator("#email-0").fill("right@example.com")
    expect(other.locator("#recipients_state")).to_contain_text("Saved")
    open_draft.locator("#message").fill("Dear Ana")
    expect(open_draft.locator("#recipients_state")).to_contain_text("changed in another window")
    open_draft.locator(SEND).click()

    expect(open_draft.locator(".notice--problem")).to_contain_text("changed in another window")
    expect(open_draft.locator("#email-0")).to_have_value("right@example.com")
    expect(open_draft.locator("#message")).to_have_value("Dear Ana")
    assert status(member, draft) is Status.DRAFT
    open_draft.locator(SEND).click()
    sent(open_draft)
    assert people(member, draft) == [("Ana", "right@example.com")]


def test_enter_in_a_row_keeps_it_and_sends_nothing(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    open_draft.locator("#email-0").fill("right@example.com")
    open_draft.keyboard.press("Enter")

    expect(open_draft.locator("#recipients_state")).to_contain_text("Saved")
    assert status(member, draft) is Status.DRAFT
    assert people(member, draft) == [("Ana", "right@example.com")]


def test_a_server_that_does_not_answer_is_told_and_asked_again(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    open_draft.route("**/envelopes/*", lambda route: route.abort())
    open_draft.locator("#email-0").fill("right@example.com")
    expect(open_draft.locator("#sending_state")).to_contain_text("Not saved")
    open_draft.unroute("**/envelopes/*")
    open_draft.evaluate("dispatchEvent(new Event('online'))")

    expect(open_draft.locator("#sending_state")).to_contain_text("Saved")
    assert people(member, draft) == [("Ana", "right@example.com")]


def test_nothing_is_sent_while_a_file_is_on_its_way(
    open_draft: Page, member: Member, draft: Envelope
) -> None:
    held = hold(open_draft, "**/documents")
    file = {"name": "annex.pdf", "mimeType": "application/pdf", "buffer": ceremonies.PDF}
    open_draft.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(open_draft.locator("#uploads progress")).to_be_visible()
    expect(open_draft.get_by_text("A document is being uploaded.")).to_be_visible()
    expect(open_draft.locator(SEND)).to_be_disabled()
    open_draft.locator("#name").press("Enter")
    first_of(held, open_draft).continue_()

    expect(open_draft.locator(".document")).to_have_count(2)
    expect(open_draft.locator(SEND)).to_be_enabled()
    assert status(member, draft) is Status.DRAFT


def test_without_scripts_what_is_typed_is_sent_or_kept(
    page: Page, host: str, member: Member, draft: Envelope
) -> None:
    plain = window(page, java_script_enabled=False)
    visit(plain, f"{host}/envelopes/{draft.id}")
    plain.get_by_role("button", name="Add recipient").click()
    plain.locator("#name-1").fill("Ben")
    plain.locator(SEND).click()

    expect(plain.locator("#missing")).to_contain_text("Enter an e-mail address for Ben.")
    expect(plain.locator("#name-1")).to_have_value("Ben")
    assert status(member, draft) is Status.DRAFT
    plain.locator("#email-1").fill("ben@example.com")
    plain.locator("#role-1").select_option("cc")
    plain.locator(SEND).click()
    sent(plain)
    assert people(member, draft) == [("Ana", "ana@example.com"), ("Ben", "ben@example.com")]


def place(page: Page, draft: Envelope) -> None:
    """One field more, by the keyboard."""
    page.locator("[data-kind=text]:not([disabled])").focus()
    page.keyboard.press("Enter")


def test_two_windows_place_fields_and_neither_takes_out_those_of_the_other(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    other = window(page)
    visit(other, page.url)
    for one in (other, page):
        place(one, draft)
        expect(one.locator("#placing_state")).to_have_text("Saved")

    assert len(run(member, reading.envelope, draft.id).fields) == 3


def test_fields_that_were_placed_after_the_session_ended_are_saved_on_the_way_back(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    expect(page.locator("[data-field]")).to_have_count(1)
    page.context.clear_cookies(name="countersign-session")
    place(page, draft)
    page.wait_for_url("**/sign-in?next=*")
    page.fill("#email", member.email)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")

    expect(page.locator("[data-field]")).to_have_count(2)
    expect(page.locator("#placing_state")).to_have_text("Saved")
    assert len(run(member, reading.envelope, draft.id).fields) == 2
