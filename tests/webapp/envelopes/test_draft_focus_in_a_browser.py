"""In the page of a draft the focus goes where one types next, and what is typed stays there."""

from datetime import datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_clicks_in_a_browser import FILE, take_in
from tests.webapp.envelopes.test_saved_drafts import make_draft
from tests.webapp.page_checks import await_start, visit


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """Complete, for Ana."""
    return make_draft(member, now)


def opened(page: Page, draft: Envelope) -> Page:
    visit(page, f"/envelopes/{draft.id}")
    expect(page.locator("#draft[data-keeping] [role=combobox]").first).to_be_visible()
    return page


def test_adding_and_removing_recipients_leads_to_the_name_to_type(
    page: Page, draft: Envelope
) -> None:
    opened(page, draft)

    page.get_by_role("button", name="Add recipient").click()
    expect(page.locator("#name-1")).to_be_focused()
    page.keyboard.type("Ben")
    page.get_by_role("button", name="Add recipient").click()
    expect(page.locator("#name-2")).to_be_focused()
    page.get_by_role("button", name="Remove Ben").click()
    expect(page.locator("#name-1")).to_be_focused()
    expect(page.locator("#name-1")).to_have_value("")
    page.get_by_role("button", name="Remove this person").click()
    expect(page.locator("#name-0")).to_be_focused()


def test_what_is_missing_leads_to_the_control_that_lacks_it(page: Page) -> None:
    visit(page, "/envelopes/new")

    for words, control in (
        ("Give this envelope a name.", "#name"),
        ("Add a document.", "#files"),
        ("Add a recipient.", "#name-0"),
    ):
        page.locator("#missing").get_by_role("link", name=words).click()
        expect(page.locator(control)).to_be_focused()
    page.locator("#name-0").fill("Ana")
    expect(page.locator("#missing")).to_contain_text("Enter an e-mail address for Ana.")
    page.locator("#missing").get_by_role("link", name="Enter an e-mail address for Ana.").click()
    expect(page.locator("#email-0")).to_be_focused()


def test_a_page_that_was_refused_begins_at_the_first_thing_to_correct(
    page: Page, draft: Envelope
) -> None:
    opened(page, draft)
    page.locator("#email-0").fill("ana at example")

    page.locator("#send_button").click()

    expect(page.locator(".notice--problem")).to_contain_text("Something is missing")
    expect(page.locator("#email-0")).to_be_focused()


def test_a_name_of_a_document_stays_while_the_list_is_drawn_anew(
    page: Page, member: Member, draft: Envelope, now: datetime
) -> None:
    document_upload.upload(member, draft.id, uuid4(), "annex.pdf", ceremonies.PDF, now)
    opened(page, draft)
    name = page.get_by_label("Name of document 2")

    name.fill("Annex")
    take_in(member, now)
    expect(page.locator(".badge--ready")).to_have_count(2)
    expect(name).to_be_focused()
    with page.expect_response(f"**/envelopes/{draft.id}"):
        page.keyboard.type(" A")

    expect(name).to_have_value("Annex A")
    assert run(member, reading.envelope, draft.id).documents[1].name == "Annex A"


def test_documents_are_dragged_into_another_order(
    page: Page, member: Member, draft: Envelope, now: datetime
) -> None:
    document_upload.upload(member, draft.id, uuid4(), "annex.pdf", ceremonies.PDF, now)
    take_in(member, now)
    opened(page, draft)
    grip = page.locator("[data-document] [data-grip]").nth(1).bounding_box()
    first = page.locator("[data-document]").first.bounding_box()
    assert grip and first

    page.mouse.move(grip["x"] + 8, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, first["y"] + 4, steps=8)
    page.mouse.up()

    expect(page.get_by_label("Name of document 1")).to_have_value("annex.pdf")
    names = [d.name for d in run(member, reading.envelope, draft.id).documents]
    assert names == ["annex.pdf", "lease.pdf"]


def test_those_who_sign_at_the_same_time_are_one_group_with_one_number(
    page: Page, member: Member, draft: Envelope
) -> None:
    opened(page, draft)
    page.get_by_role("button", name="Add recipient").click()
    expect(page.locator("#name-1")).to_be_focused()
    page.keyboard.type("Ben")
    words = page.get_by_text("Sign at the same time", exact=True)
    expect(words.first).to_be_hidden()

    page.get_by_role("checkbox", name="signs at the same time").check()

    expect(words.first).to_be_visible()
    expect(page.locator("#step-1")).to_contain_text("1")
    page.reload()
    expect(words.first).to_be_visible()
    assert [r.routing_order for r in run(member, reading.envelope, draft.id).recipients] == [1, 1]
    page.get_by_role("checkbox", name="signs at the same time").uncheck()
    expect(words.first).to_be_hidden()


def test_a_new_page_that_is_left_stays_no_draft_and_one_with_a_file_is_one(page: Page) -> None:
    visit(page, "/envelopes/new")
    page.get_by_role("button", name="Add recipient").click()
    expect(page.locator("#name-1")).to_be_focused()
    visit(page, "/envelopes?box=drafts")
    expect(page.locator("[data-key]")).to_have_count(0)

    page.get_by_role("link", name="New envelope").click()
    await_start(page)
    page.locator("#files").set_input_files(FILE)
    expect(page.locator("#name-0")).to_be_focused()
    page.reload()
    expect(page.get_by_label("Name of document 1")).to_have_value("Lease.pdf")
    visit(page, "/envelopes?box=drafts")
    expect(page.locator("[data-key]")).to_have_count(1)
