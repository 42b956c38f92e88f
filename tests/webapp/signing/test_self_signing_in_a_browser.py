"""Sign it yourself, from a dropped file to the end: every click and tap is counted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, Page, expect

from actors.documents import intake_document, render_pages
from core.documents.document import Page as Paper
from core.envelopes.envelope import Status
from core.evidence import consistency
from tenants.member import Member
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing import typed_signature
from tests.browser.journeys import PHONE, draw
from tests.tenants import ceremonies, journeys
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.envelopes.test_clicks_in_a_browser import COUNT, LINE
from tests.webapp.page_checks import await_start, faults, sideways, visit
from tests.webapp.senders import Sender

AT_MOST = 3
DROP = """() => {
    const carried = new DataTransfer();
    carried.items.add(new File(["%PDF-1.7 as it was uploaded"], "Lease.pdf"));
    const event = { bubbles: true, cancelable: true, dataTransfer: carried };
    document.querySelector("main").dispatchEvent(new DragEvent("drop", event));
}"""


def drop(page: Page, member: Member, now: datetime, *found: dict[str, Any]) -> UUID:
    """A file anywhere on the page; the worker takes it in, and the pages come by themselves."""
    visit(page, "/self-signing")
    page.evaluate(DROP)
    expect(page.locator("#self_waiting")).to_be_visible()
    envelope_id = UUID(page.url.split("/")[-2])
    job = ceremonies.lease_open(member, "intake_document")
    taken = document_intake.IntakeResult(ceremonies.CANONICAL, (Paper(595, 842),), (), list(found))
    intake_document.accept(job, taken, now)
    drawing = ceremonies.lease_open(member, "render_pages", envelope_id)
    render_pages.keep(drawing, [ceremonies.Rendered(1)], {1: []}, now)
    expect(page.locator("[data-leaf]").first).to_be_visible(timeout=30_000)
    await_start(page)
    return envelope_id


def clicks(page: Page) -> int:
    """What a mouse or a finger has pressed, strokes of a signature too."""
    return int(page.evaluate("sessionStorage.clicks ?? 0"))


def check_signed(member: Member, page: Page, envelope_id: UUID) -> None:
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible(timeout=30_000)
    envelope = run(member, reading.envelope, envelope_id)
    timeline = run(member, reading.timeline, envelope_id)
    assert envelope.status is Status.SIGNED
    assert consistency.differences(envelope, timeline.entries) == ()


def test_three_clicks_after_the_drop_accept_a_found_place_and_sign(
    page: Page, member: Member, now: datetime
) -> None:
    page.add_init_script(COUNT)
    id = drop(page, member, now, LINE)

    page.locator("[data-ghost]").click()
    page.get_by_role("button", name="Agree and sign").click()
    expect(page.locator("dialog[open]")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Sign and finish").click()

    check_signed(member, page, id)
    assert clicks(page) == AT_MOST


def test_three_taps_and_a_drawing_on_a_phone(
    browser: Browser, host: str, sender: Sender, now: datetime
) -> None:
    kind: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    page = page_checks.open_page(browser, host, sender.browser, **kind)
    page.add_init_script(COUNT)
    id = drop(page, sender.member, now)
    barriers = faults(page) + sideways(page)

    page.locator("[data-leaf]").first.tap(position={"x": 120, "y": 160})
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    expect(page.locator("[data-properties]")).to_be_hidden()
    page.get_by_role("button", name="Agree and sign").tap()
    expect(page.locator("dialog[open]")).to_be_visible(timeout=30_000)
    draw(page)
    page.get_by_role("button", name="Sign and finish").tap()

    check_signed(sender.member, page, id)
    assert clicks(page) - 1 == AT_MOST
    assert barriers == []


def test_the_saved_signature_signs_and_finishes_at_once(
    page: Page, member: Member, now: datetime
) -> None:
    journeys.keep_signature(member, typed_signature.draw("Owner", "caveat"), "drawn")
    page.add_init_script(COUNT)
    id = drop(page, member, now)

    page.locator("[data-leaf]").first.click(position={"x": 200, "y": 300})
    page.get_by_role("button", name="Agree and sign").click()
    page.get_by_role("button", name="Sign and finish with my saved signature").click()

    check_signed(member, page, id)
    assert clicks(page) == AT_MOST


def test_what_is_left_half_done_is_a_draft_that_one_comes_back_to(
    page: Page, member: Member, now: datetime
) -> None:
    id = drop(page, member, now)
    page.locator("[data-leaf]").first.click(position={"x": 200, "y": 300})
    expect(page.locator("#placing_state")).to_contain_text("Saved")

    visit(page, "/envelopes?box=drafts")
    page.get_by_role("link", name="Lease").first.click()
    await_start(page)
    page.get_by_role("link", name="Sign it yourself").click()
    await_start(page)
    page.get_by_role("button", name="Agree and sign").click()
    expect(page.locator("dialog[open]")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Sign and finish").click()

    check_signed(member, page, id)
