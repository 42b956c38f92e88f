"""Passkeys with Chromium's own virtual authenticator; the pages by keyboard, narrow, wide, dark."""

import re
from collections.abc import Iterator

import psycopg
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from core.access import MemberRole
from core.settings.settings import Settings
from core.sign_in.sign_in_policy import SignInPolicy
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.sign_in import account_security, passkeys, sign_in_policies
from tests.tenants import factors
from tests.tenants.conftest import NOW, PASSWORD, found_member
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp import page_checks, passkey_place
from tests.webapp.passkey_place import virtual_authenticator


@pytest.fixture(scope="module")
def place(settings: Settings) -> Iterator[tuple[str, Installation]]:
    with passkey_place.opened(settings) as place:
        yield place


@pytest.fixture
def owner(place: tuple[str, Installation]) -> Member:
    return found_member(place[1])


@pytest.fixture
def page(browser: Browser, place: tuple[str, Installation]) -> Page:
    return browser.new_page(viewport={"width": 1280, "height": 900}, base_url=place[0])


def sign_in(page: Page, member: Member) -> None:
    page_checks.visit(page, "/sign-in")
    page.fill("#email", member.email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_passkey_is_made_and_signs_in_alone_and_as_the_second_step(
    page: Page, owner: Member
) -> None:
    virtual_authenticator(page)
    sign_in(page, owner)
    page_checks.visit(page, "/settings/security")

    page.fill("#name", "My computer")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Save your recovery codes")).to_be_visible()
    expect(page.locator(".recovery li")).to_have_count(10)
    page.get_by_role("link", name="I have saved them").click()
    expect(page.get_by_text("My computer", exact=True)).to_be_visible()

    page.context.clear_cookies()
    page_checks.visit(page, "/sign-in?next=/settings/sessions")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".member", has_text="This device")).to_contain_text("with a passkey")

    page.context.clear_cookies()
    sign_in(page, owner)
    expect(page.get_by_role("heading", name="Two-step sign-in")).to_be_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/envelopes$"))


def test_a_session_left_open_makes_no_passkey_without_the_password(
    page: Page, owner: Member, services: dict[str, str]
) -> None:
    virtual_authenticator(page)
    sign_in(page, owner)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("update sessions set created_at = created_at - interval '15 minutes'")
    page_checks.visit(page, "/settings/security")
    page.fill("#name", "My computer")

    page.fill("#proof", "not my password")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("alert").filter(has_text="This is not correct")).to_be_visible()
    check(page, "refused")
    page.fill("#proof", PASSWORD)
    page.get_by_role("button", name="Add passkey").click()

    expect(page.get_by_role("heading", name="Save your recovery codes")).to_be_visible()


def test_a_passkey_that_is_not_given_says_so_and_can_be_tried_again(
    page: Page, owner: Member
) -> None:
    page_checks.visit(page, "/sign-in")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'x')); }"
    )

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.locator("main").get_by_role("alert")).to_contain_text("The passkey was not used")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_an_authenticator_is_set_up_and_used_by_keyboard_alone(page: Page, owner: Member) -> None:
    sign_in(page, owner)
    page_checks.visit(page, "/settings/security/authenticator")
    secret = page.locator(".pairing__secret").inner_text().replace("\n", "").replace(" ", "")

    page.locator("#code").focus()
    page.keyboard.type(pyotp.TOTP(secret).now())
    page.keyboard.press("Enter")
    expect(page.locator(".recovery code")).to_have_count(10)
    codes = page.locator(".recovery code").all_inner_texts()
    page.context.clear_cookies()
    sign_in(page, owner)
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(codes[3])
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/envelopes$"))


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_no_page_of_signing_in_hinders_anybody(page: Page, owner: Member, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/sign-in", "/password-reset"):
        page_checks.visit(page, address)
        check(page, address)
    page.fill("#email", owner.email)
    page.get_by_role("button", name="Send link").click()
    expect(page.get_by_role("heading", name="Check your e-mail")).to_be_visible()
    check(page, "asked")
    sign_in(page, owner)
    for address in (
        "/settings/security",
        "/settings/security/authenticator",
        "/settings/sessions",
        "/settings/sign-in-policy",
    ):
        page_checks.visit(page, address)
        check(page, address)


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_no_page_of_a_second_step_hinders_anybody(page: Page, owner: Member, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    clerk = colleague(owner, MemberRole.SENDER)
    run(owner, sign_in_policies.change_policy, SignInPolicy(second_factor=True), NOW)
    sign_in(page, clerk)
    expect(page.get_by_role("heading", name="Secure your account")).to_be_visible()
    check(page, "set-up")
    _, codes = factors.with_authenticator(owner)
    factors.with_passkey(owner)
    (passkey,) = run(owner, account_security.security).passkeys
    run(owner, passkeys.rename, passkey.id, "m" * 60)

    page.context.clear_cookies()
    sign_in(page, owner)
    check(page, "second step")
    page.fill("#code", codes[0])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for address in ("/settings/security", f"/settings/security/passkeys/{passkey.id}"):
        page_checks.visit(page, address)
        check(page, address)
    page_checks.visit(page, "/settings/security")
    page.locator("summary", has_text="Create new codes").focus()
    page.keyboard.press("Enter")
    page.fill("#recovery_proof", "not it")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    check(page, "a proof that was not right")
    page.fill("#recovery_proof", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".recovery li")).to_have_count(10)
    check(page, "recovery codes")


def check(page: Page, address: str) -> None:
    assert page_checks.faults(page) == [], address
