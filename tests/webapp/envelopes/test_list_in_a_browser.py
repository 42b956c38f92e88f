"""Rows that are selected, what is done with them in place, and the list by keyboard alone."""

from datetime import datetime
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tenants.member import Member
from tenants.use_cases.envelopes.listing import folders
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.search_jobs import catch_up
from tests.webapp.page_checks import open_page, visit
from tests.webapp.senders import Sender


def test_what_is_ticked_stays_ticked_when_rows_are_drawn_anew(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    other = ceremonies.sent(member, now)
    visit(page, "/envelopes")
    expect(page.locator("#bulk")).to_be_hidden()

    page.check(f'input[value="{envelope.id}"]')
    expect(page.locator("#bulk")).to_be_visible()
    ceremonies.sign(member, other.recipients[0], now)

    expect(page.locator(f'[data-key="{other.id}"] .badge--delivered')).to_be_visible()
    expect(page.locator(f'input[value="{envelope.id}"]')).to_be_checked()
    expect(page.locator(f'input[value="{other.id}"]')).not_to_be_checked()


def test_one_is_voided_in_place_by_keyboard_alone(
    page: Page, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    visit(page, "/envelopes")

    page.locator(f'input[value="{envelope.id}"]').focus()
    page.keyboard.press("Space")
    page.locator('#bulk button[value="void"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bulk_question h2")).to_have_text("Void 1 envelope")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("Not needed")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#notice")).to_contain_text("1 envelope voided.")
    expect(page.locator(f'[data-key="{envelope.id}"]')).to_be_hidden()
    expect(page.locator("dialog")).to_be_hidden()


def test_the_bar_offers_what_fits_all_that_is_selected(
    page: Page, member: Member, now: datetime
) -> None:
    sent, draft = ceremonies.sent(member, now), ceremonies.draft_with_document(member, now)
    catch_up(member)
    visit(page, "/envelopes?box=all")
    delete, void = (page.locator(f'#bulk button[value="{kind}"]') for kind in ("delete", "void"))

    page.check(f'input[value="{draft.id}"]')
    expect(page.locator("#bulk output")).to_have_text("1 selected")
    expect(delete).to_be_visible()
    expect(void).to_be_hidden()
    page.check(f'input[value="{sent.id}"]')
    expect(page.locator("#bulk output")).to_have_text("2 selected")
    expect(delete).to_be_hidden()
    expect(void).to_be_hidden()
    page.uncheck(f'input[value="{draft.id}"]')
    expect(void).to_be_visible()


def test_rows_move_to_a_folder_and_back_without_leaving_the_list(
    page: Page, member: Member, now: datetime
) -> None:
    drafts = [ceremonies.draft_with_document(member, now) for _ in range(2)]
    run(member, folders.make, uuid4(), "Leases", None, "owner", now)
    catch_up(member)
    visit(page, "/envelopes?box=drafts")

    for draft in drafts:
        page.check(f'input[value="{draft.id}"]')
    page.click('#bulk button[value="move"]')
    page.locator("dialog").get_by_role("button", name="Leases").click()
    expect(page.locator("#notice")).to_contain_text("2 envelopes moved to “Leases”.")
    expect(page.locator("#bulk")).to_be_hidden()
    page.locator("#notice").get_by_role("button", name="Undo").click()

    expect(page.locator("#notice")).to_contain_text("Undone for 2 envelopes.")
    assert page.url.endswith("/envelopes?box=drafts")


def test_on_a_phone_the_first_envelope_is_seen_and_folders_open(
    browser: Browser, host: str, sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    run(sender.member, folders.make, uuid4(), "Leases " * 8, None, "owner", now)
    page = open_page(browser, host, sender.browser, viewport={"width": 360, "height": 640})
    visit(page, "/envelopes")
    box = page.locator(f'[data-key="{envelope.id}"]').bounding_box()

    folder = page.locator("#list_shelf").get_by_role("link", name="Leases")
    expect(folder).to_be_hidden()
    page.get_by_role("button", name="Folders and tags").click()
    expect(folder).to_be_visible()

    assert box and box["y"] + box["height"] < 400
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_filter_opens_and_closes_by_keyboard(page: Page) -> None:
    visit(page, "/envelopes?box=all")
    summary = page.locator("summary", has_text="Filter")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#waiting")).to_be_hidden()
    expect(summary).to_be_focused()


def test_what_is_searched_while_typing_can_be_saved_as_a_view(
    page: Page, member: Member, now: datetime
) -> None:
    ceremonies.sent(member, now)
    catch_up(member)
    visit(page, "/envelopes?box=all&status=sent")

    page.locator("#search").press_sequentially("lease")
    kept = page.locator('#envelope_chips input[name="filters"]')
    expect(kept).to_have_value("box=all&search=lease&status=sent")
    page.get_by_text("Save view").click()
    page.fill("#name", "Leases")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#notice")).to_contain_text("View saved.")
    expect(page.locator("#search")).to_have_value("lease")
    assert page.url.endswith("/envelopes?box=all&search=lease&status=sent")
