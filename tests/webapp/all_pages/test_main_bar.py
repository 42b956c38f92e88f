"""The bar on top of every page: where one is, whose pages they are, and the way to all sections."""

import re
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from core.access import MemberRole
from tenants.use_cases.templates import templates
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp import page_checks
from tests.webapp.senders import Sender
from tests.webapp.visitors import Visitor

SECTION = re.compile(r'<a class="bar__link" href="([^"]+)"( aria-current="page")?>([^<]+)</a>')


def sections(page: str) -> dict[str, bool]:
    """The links of the bar, and whether each is marked as the section one is in."""
    return {word: bool(current) for _, current, word in SECTION.findall(page)}


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("/envelopes", "Envelopes"),
        ("/recycle-bin", "Envelopes"),
        ("/contacts/new", "Contacts"),
        ("/dashboard", "Dashboard"),
        ("/verify", "Verify"),
        ("/settings/preferences", "Settings"),
    ],
)
def test_the_section_one_is_in_is_marked_and_no_other(
    sender: Sender, place: str, word: str
) -> None:
    page = sender.get(place).text

    assert [name for name, current in sections(page).items() if current] == [word]
    assert sender.member.organization_name in page.split('id="main_menu"')[0]
    assert "Sign-in security" in page


def test_a_template_is_edited_in_the_templates(sender: Sender, now: datetime) -> None:
    draft, template_id = ceremonies.draft_with_document(sender.member, now).id, uuid4()
    run(sender.member, templates.create, template_id, "Lease", now)
    pages = [f"/envelopes/{id}" for id in (template_id, draft)]

    marked = [[n for n, current in sections(sender.get(p).text).items() if current] for p in pages]

    assert marked == [["Templates"], ["Envelopes"]]


def test_who_may_not_send_is_offered_no_contacts(app: Flask, sender: Sender) -> None:
    viewer = Sender(app, colleague(sender.member, MemberRole.VIEWER)).signed_in()

    assert "Contacts" in sections(sender.get("/envelopes").text)
    assert {"Contacts", "Dashboard"} & set(sections(viewer.get("/envelopes").text)) == set()


def test_a_stranger_finds_the_verification_and_the_way_to_sign_in(app: Flask) -> None:
    visitor = Visitor(app)

    assert 'href="/verify"' in visitor.get("/sign-in").text
    assert set(sections(visitor.get("/verify").text)) == {"Verify", "Mailbox", "Sign in"}


def test_on_a_phone_one_button_shows_all_sections_and_the_bar_stays_low(
    browser: Browser, host: str, sender: Sender
) -> None:
    size = {"width": 360, "height": 740}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    page_checks.visit(page, "/contacts")
    expect(page.get_by_role("link", name="Dashboard")).to_be_hidden()

    page.get_by_role("button", name="Menu").click()

    expect(page.get_by_role("link", name="Contacts", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    assert page.locator(".bar").evaluate("bar => bar.offsetHeight") <= 56
    assert page_checks.faults(page) == []
    page.get_by_role("link", name="Dashboard").click()
    page.wait_for_url("**/dashboard*")
