"""A contract goes out, is signed with a mouse and with a finger, and comes back sealed."""

from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from tests.acceptance import external_judges
from tests.acceptance.conftest import Product
from tests.actors.pdf import pdfs
from tests.browser import journeys
from tests.browser.journeys import window
from tests.webapp.page_checks import visit


def test_the_main_job_in_real_browsers(browser: Browser, product: Product, tmp_path: Path) -> None:
    contract, run = tmp_path / "Lease agreement.pdf", uuid4().hex[:8]
    contract.write_bytes(pdfs.contract())
    people = [
        ("Signer One", f"one-{run}@example.com", "signer"),
        ("Signer Two", f"two-{run}@example.com", "signer"),
        ("Copy Reader", f"copy-{run}@example.com", "cc"),
    ]

    with window(browser, product) as sender, window(browser, product) as mailbox:
        send(sender, product, contract, people)
        link = journeys.mailed_link(mailbox, "asks you to sign", people[0][1])
        with window(browser, product) as signer:
            visit(signer, link)
            journeys.agree(signer)
            journeys.fill_and_finish(signer, "Draw", "12 Example Street")
        link = journeys.mailed_link(mailbox, "asks you to sign", people[1][1])
        phone = {"viewport": journeys.PHONE, "has_touch": True, "is_mobile": True}
        with window(browser, product, **phone) as signer:
            visit(signer, link)
            journeys.agree(signer)
            journeys.fill_and_finish(signer, "Type", "Second floor")
            expect(signer.get_by_text("Certificate of completion")).to_be_visible()
            read_sealed(signer, "Second floor")
        expect(sender.locator(".badge--completed").first).to_be_visible()
        sealed, certificate = downloads(sender)
        sender.get_by_role("link", name="Open Lease agreement").click()
        read_sealed(sender, "12 Example Street")

    for pdf in (sealed, certificate):
        external_judges.assert_sealed(pdf)
        external_judges.assert_clean(pdf, tmp_path)
    words = external_judges.text(sealed)
    for expected in ("Signer One", "Signer Two", "12 Example Street", "Second floor"):
        assert expected in words
    changed = bytearray(sealed)
    changed[len(changed) // 2] ^= 1
    assert verdict(browser, product, tmp_path, sealed) == "Genuine and unchanged"
    assert verdict(browser, product, tmp_path, bytes(changed)) != "Genuine and unchanged"


def read_sealed(page: Page, words: str) -> None:
    """The first sealed page appears by itself once the worker has drawn it."""
    first = page.locator(".folio").first
    first.scroll_into_view_if_needed()
    expect(first.locator("img.folio__image")).to_be_visible()
    expect(first.locator(".folio__text")).to_contain_text(words)


def send(page: Page, product: Product, contract: Path, people: list[tuple[str, str, str]]) -> None:
    journeys.sign_in(page, product)
    journeys.upload(page, contract)
    journeys.name_people(page, people)
    journeys.drag_fields(page, "Signer One", 130, 120)
    journeys.drag_fields(page, "Signer Two", 400, 120)
    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="Send to 3 people").click()
    expect(page.get_by_text("0 of 2 signed")).to_be_visible()


def downloads(page: Page) -> tuple[bytes, bytes]:
    """The sealed document and the certificate, as the sender saves them."""
    files = []
    for address in ("sealed.pdf", "certificate.pdf"):
        with page.expect_download() as saved:
            page.locator(f'a[href$="{address}"]').first.click()
        files.append(Path(saved.value.path()).read_bytes())
    return files[0], files[1]


def verdict(browser: Browser, product: Product, folder: Path, pdf: bytes) -> str:
    file = folder / "to-check.pdf"
    file.write_bytes(pdf)
    with window(browser, product) as page:
        visit(page, "/verify")
        page.locator("input[type=file]").set_input_files(file)
        if page.get_by_role("button", name="Check").is_visible():
            page.get_by_role("button", name="Check").click()
        expect(page.locator(".verdict__head h1")).not_to_have_text("Checking…")
        return page.locator(".verdict__head h1").inner_text()
