"""Deciding and reading in a real browser: one clear action, or none."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.role import Role
from core.envelopes.roles.viewer import VIEWER
from tenants.member import Member
from tests.browser.signing.test_ceremony import press_next, status
from tests.webapp.documents.test_readings import sent_to
from tests.webapp.page_checks import await_start, faults

Opened = Callable[..., Page]
DESKTOP = {"width": 1280, "height": 800}


@pytest.fixture
def role(request: pytest.FixtureRequest) -> Role:
    return getattr(request, "param", APPROVER)


@pytest.fixture
def envelope(member: Member, role: Role) -> Envelope:
    people = [
        Recipient(uuid4(), "First One", "first@example.com", role),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
    ]
    return sent_to(member, people, datetime.now(UTC))


def agree(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()
    expect(page.locator(".folio").first).to_be_visible()
    await_start(page)


def test_on_a_phone_one_button_approves(opened: Opened, member: Member, envelope: Envelope) -> None:
    page = opened(has_touch=True, is_mobile=True)
    agree(page, "Agree and continue")
    assert faults(page) == []

    page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".viewer__desk")).to_have_class(re.compile("is-zoomed"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Fit to width").click()
    press_next(page, "Approve")

    expect(page.get_by_role("heading", name="You have approved.")).to_be_visible()
    assert status(member, envelope) is RecipientStatus.COMPLETED


@pytest.mark.parametrize(
    "kind",
    [{"java_script_enabled": False}, {"viewport": DESKTOP, "color_scheme": "dark"}],
    ids=["without scripts", "dark on a desktop"],
)
def test_approving_works_in_any_browser(
    opened: Opened, member: Member, envelope: Envelope, kind: dict[str, Any]
) -> None:
    page = opened(**kind)
    agree(page, "Agree and continue")

    page.get_by_role("button", name="Approve", exact=True).click()

    expect(page.get_by_role("heading", name="You have approved.")).to_be_visible()
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_an_approver_declines_by_keyboard_alone(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened(viewport=DESKTOP)
    agree(page, "Agree and continue")

    page.locator(".review").get_by_role("link", name="Decline to approve").focus()
    page.keyboard.press("Enter")
    page.get_by_label("In your own words (optional)").fill("Too dear.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You declined to approve.")).to_be_visible()
    assert status(member, envelope) is RecipientStatus.DECLINED


@pytest.mark.parametrize("role", [VIEWER], indirect=True)
def test_a_viewer_opens_the_documents_and_has_finished(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened()
    assert status(member, envelope) is RecipientStatus.SENT

    agree(page, "Agree and open")

    expect(page.get_by_role("heading", name="You have opened the documents.")).to_be_visible()
    assert page.locator(".dock").count() == 0
    assert faults(page) == []
    assert status(member, envelope) is RecipientStatus.COMPLETED
