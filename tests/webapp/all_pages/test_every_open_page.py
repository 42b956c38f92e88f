"""Every page before the sign-in, and around a signature, in a browser: readable for all."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.test import Client

from core.access import MemberRole
from core.organizations.sign_up import SignUp
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.operator import managed_organizations
from tenants.use_cases.people import inviting
from tests.tenants import ceremonies, factors, operators
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.platform_letters import letters
from tests.webapp import page_checks
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

Visit = tuple[Client | None, str]


@pytest.fixture
def pages(
    app: Flask,
    installation: Installation,
    member: Member,
    stranger: Sender,
    now: datetime,
    services: dict[str, str],
) -> list[Visit]:
    """Addresses, each with the cookies that it needs."""
    operators.set_sign_up(installation, SignUp.OPEN)
    envelope = ceremonies.sent(member, now)
    shared = run(member, sharing.make_link, envelope.id, 7, now)
    addresses = (
        *("/sign-in", "/sign-in/organization", "/sign-up", "/sign-up/mailed"),
        *("/password-reset", "/operator/sign-in", "/verify", f"/shared/{shared}"),
        *("/shared/gone", "/invitations/gone", "/password-reset/gone", "/no/such/page"),
    )
    reporting = Signer(app, member, envelope, 0)
    reporting.open()
    report = f"{reporting.page}/report"
    thanked = Signer(app, member, ceremonies.sent(member, now), 0)
    thanked.open()
    thanked.post(f"{thanked.page}/report", {"reason": "fraud"})
    return [
        *((None, address) for address in addresses),
        (founder(app, member, installation), "/sign-up/organization"),
        (forgetful(app, member, installation), "/new-password"),
        (invited(app, member), "/join"),
        (halfway(app, stranger.member), "/sign-in/second-step"),
        (reporting.client, report),
        (thanked.client, f"{thanked.page}/report"),
        paused(app, installation, stranger.member, services["DATABASE_OWNER_URL"], now),
    ]


def founder(app: Flask, member: Member, installation: Installation) -> Client:
    visitor, email = Sender(app, member), f"founder-{uuid4().hex[:12]}@example.com"
    visitor.get("/sign-up")
    typed = {"name": "Our Office", "slug": "", "time_zone": "UTC", "locale": "en"}
    visitor.post("/sign-up", email=email, owner_name="Founder", **typed)
    (letter,) = letters_to(installation.platform, email)
    visitor.get(letter.words.link)
    return visitor.browser


def forgetful(app: Flask, member: Member, installation: Installation) -> Client:
    visitor = Sender(app, member)
    visitor.get("/password-reset")
    visitor.post("/password-reset", email=member.email)
    mailed = [w.words for w in letters(installation) if w.words.address == member.email]
    visitor.get(mailed[-1].link)
    return visitor.browser


def invited(app: Flask, member: Member) -> Client:
    email = f"invited-{uuid4().hex[:12]}@example.com"
    run(member, inviting.invite, email, MemberRole.SENDER, NOW)
    (letter,) = letters_to(member.organization, email)
    visitor = Sender(app, member)
    visitor.get(letter.words.link)
    return visitor.browser


def halfway(app: Flask, member: Member) -> Client:
    factors.with_authenticator(member)
    factors.with_passkey(member)
    visitor = Sender(app, member)
    visitor.sign_in(PASSWORD)
    return visitor.browser


def paused(
    app: Flask, installation: Installation, member: Member, owner_url: str, now: datetime
) -> Visit:
    """What a recipient reads whose sender is suspended."""
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    operator = operators.enrolled(installation, operators.add(owner_url))
    run(operator, managed_organizations.suspend, member.organization.id, "Reported by many.", now)
    return signer.client, signer.page


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_every_open_page_is_readable_for_everybody(
    browser: Browser, host: str, pages: list[Visit], width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, None, viewport=size)
    found = {}
    for client, address in pages:
        page_checks.hand_over(page, host, client)
        page_checks.visit(page, address)
        found[address] = page_checks.faults(page) + not_meant(page.url, host + address)

    assert {address: faults for address, faults in found.items() if faults} == {}
    assert len(found) >= 19


def test_every_control_of_every_open_page_is_reached_by_keyboard(
    browser: Browser, host: str, pages: list[Visit]
) -> None:
    size = {"width": 1280, "height": 900}
    page = page_checks.open_page(browser, host, None, viewport=size)
    found = {}
    for client, address in pages:
        page_checks.hand_over(page, host, client)
        page_checks.visit(page, address)
        found[address] = page_checks.unreached(page)

    assert {address: left for address, left in found.items() if left} == {}


def not_meant(reached: str, wanted: str) -> list[str]:
    """A page that leads elsewhere was not looked at. Links that are over may lead on."""
    over = wanted.endswith("/gone")
    return [] if over or reached == wanted else [f"led to {reached}"]
