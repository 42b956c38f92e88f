"""Files on their way: cancelled, and sent again after the connection failed."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tenants.member import Member
from tests.webapp.documents.test_early_choice_in_a_browser import FILE
from tests.webapp.envelopes.test_saved_drafts import make_draft
from tests.webapp.page_checks import first_of, hold, visit


@pytest.fixture
def draft_page(page: Page, host: str, member: Member, now: datetime) -> Page:
    visit(page, f"{host}/envelopes/{make_draft(member, now).id}")
    expect(page.locator(".drop-zone.is-ready")).to_be_visible()
    return page


def test_an_upload_can_be_cancelled(draft_page: Page) -> None:
    held = hold(draft_page, "**/documents")
    draft_page.locator("input[type=file]").set_input_files(FILE)
    first_of(held, draft_page)

    draft_page.get_by_role("button", name="Cancel: annex.pdf").click()

    expect(draft_page.locator("#uploads .upload")).to_have_count(0)
    expect(draft_page.locator(".document")).to_have_count(1)
    expect(draft_page.locator("#send_button")).to_be_enabled()


def test_an_upload_that_was_interrupted_is_tried_again(draft_page: Page) -> None:
    draft_page.route("**/documents", lambda route: route.abort())
    draft_page.locator("input[type=file]").set_input_files(FILE)
    expect(draft_page.get_by_text("annex.pdf: The upload was interrupted.")).to_be_visible()
    draft_page.unroute("**/documents")

    draft_page.get_by_role("button", name="Try again: annex.pdf").click()

    expect(draft_page.locator(".document")).to_have_count(2)
    expect(draft_page.locator("#uploads .upload")).to_have_count(0)
