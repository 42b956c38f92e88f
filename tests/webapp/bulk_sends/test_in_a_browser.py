"""A bulk send in a real browser, looked through, checked and followed without a reload."""

from playwright.sync_api import Page, expect

from tenants.member import Member
from tests.tenants import bulk
from tests.tenants.conftest import NOW
from tests.webapp import page_checks

WAIT = 30_000


def test_a_spreadsheet_is_sent_and_followed_without_a_reload(page: Page, member: Member) -> None:
    template_id = bulk.template(member, NOW)
    page_checks.visit(page, f"/bulk-sends/new?template={template_id}")
    table = bulk.csv([*bulk.rows(3), ("Zoe", "zoe", "4", "")])
    page.set_input_files("#file", {"name": "buyers.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Reading the table")).to_be_visible(timeout=WAIT)
    bulk.read(member)
    expect(page.get_by_role("heading", name="Match the columns")).to_be_visible(timeout=WAIT)
    assert page_checks.faults(page) == []

    page.get_by_role("link", name="Next row").click()
    expect(page.locator("#bulk_preview")).to_contain_text("buyer-2@example.com", timeout=WAIT)
    page.get_by_label("Go to row").fill("4")
    page.get_by_role("button", name="Go to row").click()
    expect(page.locator("#bulk_preview")).to_contain_text("complete e-mail", timeout=WAIT)
    page.get_by_role("button", name="Check 4 rows").click()
    expect(page.get_by_text("Checking rows")).to_be_visible(timeout=WAIT)
    bulk.work(member.organization, "check_bulk_rows")
    page.get_by_role("button", name="Send only the 3 valid rows").click(timeout=WAIT)

    expect(page.get_by_text("0 of 3 done")).to_be_visible(timeout=WAIT)
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row", most=2)
    expect(page.get_by_text("2 of 3 done")).to_be_visible(timeout=WAIT)
    bulk.work(member.organization, "send_bulk_row")
    expect(page.get_by_text("3 of 3 done")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("link", name="View envelopes")).to_be_visible()
    assert page.get_by_role("link", name="Sent", exact=True).count() == 3
    assert page_checks.faults(page) + page_checks.sideways(page) == []
