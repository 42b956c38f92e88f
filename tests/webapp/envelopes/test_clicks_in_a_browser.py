"""From the list to an envelope that is sent, one page for one signer: every click is counted."""

from datetime import datetime
from typing import Any

from playwright.sync_api import Page, expect

from actors.documents import intake_document, render_pages
from core.documents.document import Page as Paper
from tenants.member import Member
from tenants.use_cases.documents import document_intake
from tests.tenants import ceremonies
from tests.webapp.envelopes.test_last_sending import sent_with_message
from tests.webapp.page_checks import await_start, visit

FILE: Any = {"name": "Lease.pdf", "mimeType": "application/pdf", "buffer": ceremonies.PDF}
# Kept from page to page: what a mouse or a finger has pressed.
COUNT = """addEventListener("pointerdown", (event) => {
    if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""
AT_MOST, AT_MOST_TO_SOMEONE_KNOWN = 8, 7
LINE = {
    "kind": "signature",
    "source": "suggestion",
    "key": "line-1",
    "page": 1,
    "x": 90.0,
    "y": 300.0,
    "width": 190.0,
    "height": 36.0,
    "label": "Signature",
    "side": 1,
}


def take_in(member: Member, now: datetime, *found: dict[str, Any]) -> None:
    """What the worker does with the file meanwhile."""
    job = ceremonies.lease_open(member, "intake_document")
    taken = document_intake.IntakeResult(ceremonies.CANONICAL, (Paper(595, 842),), (), list(found))
    intake_document.accept(job, taken, now)
    drawing = ceremonies.lease_open(member, "render_pages")
    # Thumbnails of other documents are drawn by jobs of the same kind.
    while drawing.arguments["document_id"] != job.arguments["document_id"]:
        drawing = ceremonies.lease_open(member, "render_pages")
    render_pages.keep(drawing, [ceremonies.Rendered(1)], {1: []}, now)


def test_signed_in_to_sent_takes_eight_clicks_at_most(
    page: Page, member: Member, now: datetime
) -> None:
    page.add_init_script(COUNT)
    visit(page, "/envelopes")

    page.get_by_role("link", name="New envelope").click()
    await_start(page)
    with page.expect_file_chooser() as chooser:
        page.locator(".drop-zone__label").click()
    chooser.value.set_files(FILE)  # in the dialog of the browser: one more, added below
    expect(page.locator("#name-0")).to_be_focused()
    take_in(member, now)
    page.keyboard.type("Ana")
    page.keyboard.press("Tab")
    page.keyboard.type("ana@example.com")
    page.locator("#place_fields").click()
    await_start(page)
    page.locator("[data-kind=signature]").click()
    page.locator("[data-leaf]").first.click(position={"x": 200, "y": 300})
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    page.get_by_role("link", name="Done").click()
    await_start(page)
    page.get_by_role("button", name="Send to Ana").click()

    expect(page.locator("#envelope_head")).to_be_visible()
    clicks = int(page.evaluate("sessionStorage.clicks")) + 1
    assert clicks <= AT_MOST


def test_someone_known_is_sent_a_found_place_and_the_last_message_in_seven(
    page: Page, member: Member, now: datetime
) -> None:
    sent_with_message(member, now)
    page.add_init_script(COUNT)
    visit(page, "/envelopes")

    page.get_by_role("link", name="New envelope").click()
    await_start(page)
    with page.expect_file_chooser() as chooser:
        page.locator(".drop-zone__label").click()
    chooser.value.set_files(FILE)  # in the dialog of the browser: one more, added below
    expect(page.locator("#name-0")).to_be_focused()
    take_in(member, now, LINE)
    page.get_by_role("button", name="Signer One").click()
    expect(page.locator("#email-0")).to_have_value("one@example.com")
    page.get_by_role("button", name="Same message as last time").click()
    expect(page.locator("#message")).to_have_value("Please sign by Friday.")
    page.get_by_role("button", name="Place these fields").click()
    await_start(page)
    page.get_by_role("button", name="Send to Signer One").click()

    expect(page.locator("#envelope_head")).to_be_visible()
    clicks = int(page.evaluate("sessionStorage.clicks")) + 1
    assert clicks <= AT_MOST_TO_SOMEONE_KNOWN
