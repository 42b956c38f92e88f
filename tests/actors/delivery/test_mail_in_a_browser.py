"""Mails as people see them: by day, in the dark, with images off, on a phone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from actors.delivery import mail_message
from core.envelopes.envelope import Status
from core.organizations.branding import Branding, Logo
from templates import environment
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.envelopes.envelope_mail import Letter
from tenants.use_cases.organizations.brand_look import Brand
from tenants.use_cases.sign_in.account_mail import AccountLetter, Words
from tests.actors.conftest import Postman
from tests.tenants import ceremonies
from tests.tenants.opening import run_job
from tests.webapp.page_checks import AXE, FAULTS

NOW = datetime.now(UTC)
ORGANIZATION = "Meyer & Sons Property Management and Consulting of Lower Saxony"
FROM = "Countersign <no-reply@example.com>"
READABLE = ["color-contrast", "image-alt", "link-name", "document-title", "html-has-lang"]
LARGEST = 9_000  # bytes of HTML
ACCOUNT = sorted(path.stem for path in (environment.FOLDER / "mail" / "account").glob("*.html"))
VALUES = {
    "day": "2026-12-03",
    "factor": "passkey",
    "name": "Laptop",
    "left": "7",
    "asker": "Ana Lima",
    "invited_by": "Ana Lima",
    "shared_by": "Ana Lima",
    "envelope": "Office lease",
    "url": "https://example.com/webhooks",
    "because": "gone",
}
LOGO = Logo(sha256="0" * 64, width=600, height=180)


@pytest.fixture
def letter(member: Member, postman: Postman) -> Letter:
    ceremonies.sent(member, NOW)
    found = run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load)
    brand = Brand(Branding(colour="#7a1f3d", logo=LOGO), "token", 1)
    return replace(found, organization_name=ORGANIZATION, sender_name="Ana Lima", brand=brand)


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A phone whose mail program loads no images."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.route("**/*.png", lambda route: route.abort())
    yield page
    context.close()


def html_of(letter: Letter | AccountLetter, kind: str) -> str:
    part = mail_message.compose(letter, kind, FROM).get_body(("html",))
    assert part is not None
    return str(part.get_content())


def barriers(page: Page, html: str) -> list[str]:
    """What cannot be read, by day and in the dark."""
    page.set_content(html)
    page.evaluate(AXE.read_text())
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {fault}" for fault in page.evaluate(FAULTS, READABLE)]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found + ["wider than a phone"] * wide


@pytest.mark.parametrize(
    ("kind", "status", "notification"),
    [
        ("invitation", Status.SENT, ""),
        ("reminder", Status.SENT, ""),
        ("completion", Status.COMPLETED, ""),
        ("ending", Status.VOIDED, ""),
        ("ending", Status.DECLINED, ""),
        ("sender", Status.DECLINED, ""),
        ("sender", Status.EXPIRED, ""),
        ("progress", Status.DELIVERED, "opened"),
        ("progress", Status.DELIVERED, "bounced"),
    ],
)
def test_each_mail_about_an_envelope_is_read_in_the_dark_without_images(
    letter: Letter, screen: Page, kind: str, status: Status, notification: str
) -> None:
    envelope = replace(letter.envelope, status=status, name="Office lease, second floor")
    shown = replace(
        letter,
        envelope=envelope,
        about=letter.recipient,
        notification=notification,
        reason="Wrong.",
    )

    html = html_of(shown, kind)
    found = barriers(screen, html)

    logo = screen.get_by_role("img", name=ORGANIZATION)
    box = logo.bounding_box()
    ink = logo.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert found == []
    assert ink == ["rgb(27, 32, 48)", "rgb(255, 255, 255)"]  # the name in place of the logo
    assert box is not None and box["height"] >= 18
    assert screen.locator("a.press").count() == 1
    assert len(html.encode()) < LARGEST


@pytest.mark.parametrize("kind", ACCOUNT)
def test_each_mail_about_an_account_is_read_in_the_dark(screen: Page, kind: str) -> None:
    words = Words(kind, "Signer One", "one@example.com", "/a/link", VALUES)
    shown = AccountLetter(words, ORGANIZATION, "UTC", "https://sign.example.com", "<1@example.com>")

    html = html_of(shown, f"account/{kind}")
    found = barriers(screen, html)

    assert found == []
    assert screen.locator("p", has_text=ORGANIZATION).first.is_visible()
    assert screen.locator("a.press").count() == 1
    assert len(html.encode()) < LARGEST
