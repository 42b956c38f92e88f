"""
How often one has to tap from the mail to the end, and what a phone shows meanwhile.

Opening the mail's link is the first tap.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from actors.delivery import mail_message
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tests.browser.journeys import PHONE, draw
from tests.browser.signing.test_ceremony import begin, status
from tests.tenants import ceremonies, journeys
from tests.tenants.opening import run_job
from tests.webapp.page_checks import faults, visit
from tests.webapp.signing.test_signatures import sent_for_one_signature
from tests.webapp.visitors import path_of

DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture
def envelope(member: Member) -> Envelope:
    return sent_for_one_signature(member, datetime.now(UTC))


@pytest.fixture
def mailed(member: Member, envelope: Envelope, served: str) -> str:
    """The mail as HTML; its links lead to the application that is served."""
    job = ceremonies.lease_open(member, "mail_invitation", envelope.id)
    letter = run_job(job, envelope_mail.load)
    html = mail_message.compose(letter, "invitation", "no-reply@example.com").get_body(("html",))
    assert html is not None
    return str(html.get_content()).replace(letter.base_url, served)


class Taps:
    def __init__(self, press: Callable[[Locator], None]) -> None:
        self.press = press
        self.count = 0

    def on(self, target: Locator) -> None:
        self.press(target)
        self.count += 1


def read_and_start(page: Page, mailed: str, taps: Taps) -> None:
    """From the mail to the open dialog."""
    page.set_content(mailed)
    taps.on(page.get_by_role("link", name="Read and sign"))
    taps.on(page.get_by_role("button", name="Agree and continue"))
    begin(page)
    taps.on(page.locator(".dock").get_by_role("link", name="Start"))
    expect(page.locator("dialog[open]")).to_be_visible()


def test_on_a_phone_four_taps_and_a_drawing_sign(
    browser: Browser, member: Member, envelope: Envelope, mailed: str
) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page, taps = context.new_page(), Taps(Locator.tap)

    read_and_start(page, mailed, taps)
    barriers = faults(page)
    draw(page)
    taps.on(page.get_by_role("button", name="Sign and finish"))

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    expect(page.locator(".calm")).to_contain_text("Signed today at")
    assert taps.count == 4
    assert barriers == []
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_with_a_mouse_whoever_reviews_first_clicks_five_times(
    browser: Browser, member: Member, envelope: Envelope, mailed: str
) -> None:
    page, clicks = browser.new_context(viewport=DESKTOP).new_page(), Taps(Locator.click)

    read_and_start(page, mailed, clicks)
    clicks.on(page.get_by_role("button", name="Review first"))
    expect(page.locator("a.field__signed img")).to_be_visible()
    assert status(member, envelope) is not RecipientStatus.COMPLETED
    clicks.on(page.locator(".dock").get_by_role("button", name="Finish"))

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert clicks.count <= 6
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_one_tap_signs_and_finishes_without_any_script(
    browser: Browser, member: Member, envelope: Envelope, mailed: str
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.set_content(mailed)

    page.get_by_role("link", name="Read and sign").click()
    page.get_by_role("button", name="Agree and continue").click()
    page.get_by_role("button", name="Sign here").click()
    page.get_by_role("button", name="Sign and finish").click()

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_the_bar_of_a_phone_keeps_logo_words_and_progress_apart(
    browser: Browser, served: str, member: Member
) -> None:
    now = datetime.now(UTC)
    journeys.upload_logo(member, ceremonies.PNG)
    job = ceremonies.lease_open(member, "prepare_logo")
    journeys.accept_logo(job, ceremonies.PNG, 600, 180, now)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set name = %s", "Meyer & Sons Property " * 3)
    (one, *_) = ceremonies.sent(member, now).recipients
    page = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()

    visit(page, served + path_of(member, one))
    on_consent = overlapping(page)
    page.get_by_role("button", name="Agree and continue").tap()
    begin(page)
    on_signing = overlapping(page)
    bar = page.locator(".ceremony__bar").bounding_box()

    assert (on_consent, on_signing) == ([], [])
    assert bar is not None and bar["height"] <= 120
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_field_that_is_tapped_is_large_and_above_where_the_keyboard_comes(
    browser: Browser, served: str, member: Member
) -> None:
    (one, *_) = ceremonies.sent(member, datetime.now(UTC)).recipients
    page = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce"
    ).new_page()
    visit(page, served + path_of(member, one))
    page.get_by_role("button", name="Agree and continue").tap()
    begin(page)

    page.locator("textarea.field__text").tap()

    expect(page.locator("main")).to_have_attribute("data-larger", "")
    box = page.locator("textarea.field__text").bounding_box()
    size = page.locator("textarea.field__text").evaluate(
        "field => parseFloat(getComputedStyle(field).fontSize)"
    )
    assert box is not None
    assert 100 < box["y"] < PHONE["height"] / 2
    assert size >= 16


def overlapping(page: Page) -> list[str]:
    """Parts of the bar that lie upon each other."""
    found: list[str] = page.evaluate("""() => {
        const parts = [...document.querySelectorAll(".ceremony__bar > *")];
        const boxes = parts.map(part => [part.className, part.getBoundingClientRect()]);
        return boxes.flatMap(([name, a], n) => boxes.slice(n + 1)
            .filter(([, b]) => a.right > b.left + 1 && b.right > a.left + 1
                && a.bottom > b.top + 1 && b.bottom > a.top + 1)
            .map(([other]) => `${name} and ${other}`));
    }""")
    return found
