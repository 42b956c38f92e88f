"""Every route of the operator's portal, as everybody who is no operator."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import Client

from core.access import MemberRole
from tenants.member import Member
from tests.tenants.people import colleague
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.senders import Sender
from webapp.http.rate_limits import limiter

# Where one proves who one is; each of these pages leads on or back.
DOOR = "operator.sessions."
# What `up`, `init` and docs/operating.md tell operators.
REMEMBERED = "/operator"


@pytest.fixture(autouse=True)
def unlimited(app: Flask) -> Iterator[None]:
    limiter.enabled = False
    yield
    limiter.enabled = True


def addresses(app: Flask) -> list[tuple[str, str]]:
    """Method and address of each guarded route."""
    found = []
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/operator") or rule.endpoint.startswith(DOOR):
            continue
        assert hasattr(app.view_functions[rule.endpoint], "operator"), rule.endpoint
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **{name: uuid4() for name in rule.arguments})
        found += [(m, address) for m in sorted((rule.methods or set()) & {"GET", "POST"})]
    assert len(found) >= 13
    return found


def walk(app: Flask, browser: Client, token: str) -> Iterator[tuple[str, str]]:
    """Where each of them leads."""
    headers = {"X-CSRF-Token": token, "Sec-Fetch-Site": "same-origin"}
    for method, address in addresses(app):
        answer = browser.open(address, method=method, headers=headers)
        assert answer.status_code == 303, (method, address, answer.status_code)
        yield address, answer.headers["Location"]


def test_a_stranger_is_led_to_the_operators_sign_in_from_everywhere(
    app: Flask, desk: DeskBrowser
) -> None:
    stranger = DeskBrowser(app, desk.person)
    stranger.get("/operator/sign-in")

    for address, place in walk(app, stranger.client, stranger.token):
        assert place == "/operator/sign-in", address


@pytest.mark.parametrize("role", list(MemberRole))
def test_a_member_of_any_role_has_nothing_here(
    app: Flask, member: Member, role: MemberRole
) -> None:
    sender = Sender(app, colleague(member, role)).signed_in()
    sender.get("/settings")
    sender.get("/operator/sign-in")

    for address, place in walk(app, sender.browser, sender.token):
        assert place == "/operator/sign-in", address


def test_a_members_session_in_the_operators_cookie_opens_nothing(
    app: Flask, member: Member
) -> None:
    sender = Sender(app, member).signed_in()
    stolen = sender.browser.get_cookie("countersign-session")
    assert stolen is not None
    sender.browser.set_cookie("countersign-operator", stolen.value)
    sender.get("/operator/sign-in")

    for address, place in walk(app, sender.browser, sender.token):
        assert place == "/operator/sign-in", address


def test_a_password_alone_leads_to_the_second_factor_from_everywhere(
    app: Flask, desk: DeskBrowser
) -> None:
    again = DeskBrowser(app, desk.person)
    again.give_password()
    again.get("/operator/second-factor")

    for address, place in walk(app, again.client, again.token):
        assert place == "/operator/second-factor", address


def test_an_operator_without_a_second_factor_sets_one_up_before_anything_else(
    app: Flask, services: dict[str, str]
) -> None:
    from tests.tenants import operators

    newcomer = DeskBrowser(app, operators.add(services["DATABASE_OWNER_URL"]))
    newcomer.give_password()
    newcomer.get("/operator/enrolment")

    for address, place in walk(app, newcomer.client, newcomer.token):
        assert place == "/operator/enrolment", address


def test_an_operators_session_opens_nothing_in_the_portal(app: Flask, desk: DeskBrowser) -> None:
    for address in ("/", "/envelopes", "/settings", "/settings/organization"):
        answer = desk.get(address)
        assert answer.status_code in (302, 303), address
        assert "/operator" not in answer.headers["Location"], address
        stolen = desk.client.get_cookie("countersign-operator")
        assert stolen is not None
        desk.client.set_cookie("countersign-session", stolen.value)
        assert desk.get("/envelopes").status_code == 303
        desk.client.delete_cookie("countersign-session")


def test_every_page_of_the_portal_opens_for_an_operator(app: Flask, desk: DeskBrowser) -> None:
    visited = 0
    for method, address in addresses(app):
        if method == "GET" and address != REMEMBERED:
            assert desk.get(address).status_code in (200, 404), address
            visited += 1

    assert visited >= 8


def test_the_address_that_operators_are_told_leads_to_the_organizations(desk: DeskBrowser) -> None:
    answer = desk.get(REMEMBERED)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/operator/organizations"
