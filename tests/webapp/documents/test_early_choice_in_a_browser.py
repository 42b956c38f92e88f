"""What was chosen or ticked before the scripts were there: nothing of it is lost."""

from datetime import datetime
from typing import Any

from playwright.sync_api import Page, Route, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.envelopes.test_saved_drafts import make_draft
from tests.webapp.page_checks import first_of, hold

FILE: Any = {"name": "annex.pdf", "mimeType": "application/pdf", "buffer": ceremonies.PDF}


def test_a_document_chosen_before_the_script_is_uploaded(
    page: Page, member: Member, now: datetime
) -> None:
    held = without(page, "**/documents/upload.js", f"/envelopes/{make_draft(member, now).id}")

    page.locator("input[type=file]").set_input_files(FILE)
    expect(page.locator(".drop-zone:not(.is-ready)")).to_be_visible()
    held.continue_()

    expect(page.locator(".document")).to_have_count(2)
    expect(page.get_by_label("Name of document 2")).to_have_value("annex.pdf")


def test_a_file_to_verify_chosen_before_the_script_is_sent(page: Page) -> None:
    held = without(page, "**/drop_zone.js", "/verify")

    page.locator("input[type=file]").set_input_files(FILE)
    held.continue_()

    expect(page.locator(".verdict__head")).to_be_visible()


def test_an_envelope_ticked_before_the_script_stays_ticked(
    page: Page, member: Member, now: datetime
) -> None:
    envelope, other = ceremonies.sent(member, now), ceremonies.sent(member, now)
    held = without(page, "**/envelopes/selection.js", "/envelopes")

    page.check(f'input[value="{envelope.id}"]')
    with page.expect_response("**/envelopes/selection.js"):
        held.continue_()
    # Other people's acts draw the rows anew.
    ceremonies.sign(member, other.recipients[0], now)

    expect(page.locator(f'[data-key="{other.id}"] .badge--delivered')).to_be_visible()
    expect(page.locator(f'input[value="{envelope.id}"]')).to_be_checked()


def without(page: Page, script: str, address: str) -> Route:
    """Opens the page and gives the request for a script, which the test lets through."""
    held = hold(page, script)
    page.goto(address)
    return first_of(held, page)
