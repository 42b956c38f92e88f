"""A zone for files: dropped or chosen, named, removed, and refused when too large."""

from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.webapp.page_checks import visit

DROP = """([target, type]) => {
    const files = new DataTransfer();
    files.items.add(new File(["name,email"], "friends.csv", { type: "text/csv" }));
    const event = new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true });
    document.querySelector(target).dispatchEvent(event);
}"""


def contacts(size: int) -> FilePayload:
    return {"name": "contacts.csv", "mimeType": "text/csv", "buffer": b"a" * size}


def test_a_chosen_file_is_named_and_can_be_removed_and_replaced(page: Page) -> None:
    visit(page, "/contacts/imports/new")
    zone = page.locator(".drop-zone")

    page.set_input_files("#file", contacts(20_000))
    expect(zone).to_contain_text("contacts.csv · 20 kB")
    page.get_by_role("button", name="Remove").press("Enter")
    expect(zone).not_to_contain_text("contacts.csv")
    expect(page.locator("#file")).to_be_focused()
    page.set_input_files("#file", contacts(5_000_001))
    expect(zone.get_by_role("alert")).to_contain_text("This file is larger than 5 MB")
    page.set_input_files("#file", contacts(2_500_000))

    expect(zone).to_contain_text("contacts.csv · 2.5 MB")
    expect(zone.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("Choose another file")).to_be_visible()


def test_a_file_is_dropped_anywhere_on_the_page_and_its_zone_shows_where_it_goes(
    page: Page,
) -> None:
    visit(page, "/contacts/imports/new")

    page.evaluate(DROP, ["h1", "dragover"])
    expect(page.locator(".is-dropping .drop-zone")).to_be_visible()
    page.evaluate(DROP, ["h1", "drop"])

    expect(page.locator(".drop-zone")).to_contain_text("friends.csv")
    expect(page.locator(".is-dropping")).to_have_count(0)
    assert page.evaluate("document.querySelector('#file').files.length") == 1


def test_a_file_to_verify_is_sent_as_soon_as_it_is_chosen(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "lease.pdf"
    file.write_bytes(b"%PDF-1.7 anything")
    visit(page, "/verify")

    page.set_input_files("#file", file)

    expect(page.get_by_role("heading", name="Checking…")).to_be_visible()
    expect(page.get_by_text("lease.pdf")).to_be_visible()
