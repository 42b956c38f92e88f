"""The pictures of the README, taken of the product: ./countersign pictures --readme"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tenants.installation import Installation
from tests.acceptance.conftest import ROOT, Product
from tests.bench import seed_million
from tests.browser import journeys
from tests.browser.journeys import window
from tests.browser.pictures.office_lease import lease
from tests.browser.test_main_job import downloads
from tests.webapp.page_checks import visit

FOLDER = ROOT / "docs" / "pictures"
PEOPLE = [
    ("Tenant", "tenant@example.com", "signer"),
    ("Landlord", "landlord@example.com", "signer"),
    ("Property manager", "manager@example.com", "cc"),
]


def test_the_pictures(browser: Browser, product: Product, tmp_path: Path) -> None:
    file = tmp_path / "Office lease.pdf"
    file.write_bytes(lease())
    FOLDER.mkdir(parents=True, exist_ok=True)

    with window(browser, product) as sender, window(browser, product) as mailbox:
        journeys.sign_in(sender, product)
        journeys.upload(sender, file)
        journeys.name_people(sender, PEOPLE)
        journeys.drag_fields(sender, "Tenant", 140, 520)
        journeys.drag_fields(sender, "Landlord", 400, 520)
        sender.locator("[data-leaf]").first.scroll_into_view_if_needed()
        keep(sender, "prepare")
        sender.get_by_role("link", name="Done").click()
        sender.get_by_role("button", name="Send to 3 people").click()
        for number, words in ((0, "12 Example Street"), (1, "Second floor")):
            link = journeys.mailed_link(mailbox, "asks you to sign", PEOPLE[number][1])
            with window(browser, product) as signer:
                visit(signer, link)
                journeys.agree(signer)
                if number == 1:
                    journeys.press_next(signer, "Start")
                    signer.wait_for_timeout(800)
                    keep(signer, "signing")
                    signer.reload()
                journeys.fill_and_finish(signer, "Type", words)
        expect(sender.locator(".badge--completed").first).to_be_visible()
        expect(sender.locator("#envelope_files img").first).to_be_visible()
        keep(sender, "envelope")
        sealed = tmp_path / "Office lease – signed.pdf"
        sealed.write_bytes(downloads(sender)[0])
        visit(mailbox, "/verify")
        mailbox.locator("input[type=file]").set_input_files(sealed)
        if mailbox.get_by_role("button", name="Check").is_visible():
            mailbox.get_by_role("button", name="Check").click()
        expect(mailbox.locator(".verdict--genuine")).to_be_visible()
        keep(mailbox, "verdict")

    assert {path.stem for path in FOLDER.glob("*.png")} >= {"prepare", "signing", "verdict"}


def test_the_pictures_of_many_envelopes(
    browser: Browser, product: Product, services: dict[str, str]
) -> None:
    """What the bench measures, a thousand of them."""
    installation = Installation(product.settings)
    crowd, _ = seed_million.seed(installation, services["TEST_SUPERUSER_URL"], 1_000, others=0)
    installation.close()

    with window(browser, product) as owner:
        visit(owner, "/sign-in")
        owner.get_by_label("E-mail address").fill(crowd.owner_email)
        owner.get_by_label("Password").fill(seed_million.PASSWORD)
        owner.get_by_role("button", name="Sign in", exact=True).click()
        expect(owner.get_by_role("link", name="New envelope")).to_be_visible()
        keep(owner, "list")
        visit(owner, "/dashboard?days=365")
        course = owner.locator("#course_title")
        course.evaluate("title => scrollBy(0, title.getBoundingClientRect().y - 60)")
        keep(owner, "dashboard")

    assert {path.stem for path in FOLDER.glob("*.png")} >= {"list", "dashboard"}


def keep(page: Page, name: str) -> None:
    """As a small PNG of 255 colours."""
    page.wait_for_timeout(700)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(255).save(FOLDER / f"{name}.png", optimize=True)
