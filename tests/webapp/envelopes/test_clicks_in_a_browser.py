"""From the list to an envelope that is sent, one page for one signer: every click is counted."""

from datetime import datetime
from typing import Any

from playwright.sync_api import Page, expect

from actors.documents import intake_document, render_pages
from core.documents.document import Page as Paper
from tenants.member import Member
from tenants.use_cases.documents import document_intake
from tests.tenants import ceremonies
from tests.webapp.page_checks import await_start, visit

FILE: Any = {"name": "Lease.pdf", "mimeType": "application/pdf", "buffer": ceremonies.PDF}
# Kept from page to page: what a mouse or a finger has pressed.
COUNT = """addEventListener("pointerdown", (event) => {
    if (event.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true)"""
AT_MOST = 8


def take_in(member: Member, now: datetime) -> None:
    """What the worker does with the file meanwhile."""
    job = ceremonies.lease_open(member, "intake_document")
    found = document_intake.IntakeResult(ceremonies.CANONICAL, (Paper(595, 842),), (), [])
    intake_document.accept(job, found, now)
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
