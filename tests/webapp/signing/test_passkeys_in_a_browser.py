"""A recipient who creates a passkey and uses it again, with Chromium's virtual authenticator."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from core.settings.settings import Settings
from tenants.installation import Installation
from tests.tenants import embedded
from tests.tenants.conftest import found_member
from tests.tenants.use_cases.signing.test_identity_proofs import asking
from tests.webapp import page_checks, passkey_place
from tests.webapp.passkey_place import virtual_authenticator
from tests.webapp.signing.test_embedded_in_a_browser import Application, show
from tests.webapp.signing.test_embedded_in_a_browser import application as application
from tests.webapp.visitors import path_of


@pytest.fixture(scope="module")
def place(settings: Settings) -> Iterator[tuple[str, Installation]]:
    with passkey_place.opened(settings) as place:
        yield place


def agree(page: Page) -> None:
    expect(page.get_by_role("button", name="Agree and continue")).to_be_visible()


def test_it_is_created_for_the_first_envelope_and_asked_for_at_the_second(
    browser: Browser, place: tuple[str, Installation]
) -> None:
    address, installation = place
    member, now = found_member(installation), datetime.now(UTC)
    first, second = (asking(member, ["passkey"], now=now) for _ in range(2))
    page = browser.new_page(viewport={"width": 360, "height": 740}, base_url=address)
    virtual_authenticator(page)

    page_checks.visit(page, path_of(member, first.recipients[0]))
    assert page_checks.faults(page) == []
    page.get_by_role("button", name="Create a passkey").click()
    agree(page)
    page_checks.visit(page, path_of(member, second.recipients[0]))
    assert page_checks.faults(page) == []
    page.get_by_role("button", name="Use your passkey").click()
    agree(page)


def test_one_that_is_not_given_says_so_and_without_a_script_the_page_says_what_to_do(
    browser: Browser, place: tuple[str, Installation]
) -> None:
    address, installation = place
    member = found_member(installation)
    link = path_of(member, asking(member, ["passkey"], now=datetime.now(UTC)).recipients[0])
    page = browser.new_page(base_url=address)
    page.add_init_script("navigator.credentials.create = () => Promise.reject(new Error('no'))")

    page_checks.visit(page, link)
    button = page.get_by_role("button", name="Create a passkey")
    button.click()
    expect(page.locator("main").get_by_role("alert")).to_contain_text("passkey was not used")
    expect(button).to_be_enabled()

    bare = browser.new_context(java_script_enabled=False, base_url=address).new_page()
    bare.goto(link)
    expect(bare.get_by_text("Passkeys need JavaScript.")).to_be_visible()
    expect(bare.get_by_role("button", name="Create a passkey")).to_be_hidden()


def test_it_is_created_inside_the_page_of_another_site(
    browser: Browser, place: tuple[str, Installation], application: Application
) -> None:
    address, installation = place
    member, now = found_member(installation), datetime.now(UTC)
    application.origin = application.origin.replace("localhost", "127.0.0.1")
    embedded.allow(member, application.origin)
    envelope = asking(member, ["passkey"], now=now)
    page = browser.new_page()
    virtual_authenticator(page)

    frame = show(
        page, application, address, embedded.token(member, envelope, 0, application.origin)
    )
    frame.get_by_role("button", name="Create a passkey").click()

    expect(frame.get_by_role("button", name="Agree and continue")).to_be_visible()
