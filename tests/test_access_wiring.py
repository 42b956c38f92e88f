"""Every route against the table of who may do what."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.access import ALLOWED, MemberRole, Permission
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests import route_ids
from tests.tenants.conftest import found_member
from tests.tenants.people import colleague
from tests.test_wiring import OPEN
from tests.webapp.senders import Sender
from webapp import create_app
from webapp.http.rate_limits import limiter


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    made.extensions["installation"].close()


@pytest.fixture(autouse=True)
def unlimited(app: Flask) -> Iterator[None]:
    """So many requests at once come from no browser."""
    limiter.enabled = False
    yield
    limiter.enabled = True


@pytest.fixture(scope="module")
def member(app: Flask) -> Member:
    installation: Installation = app.extensions["installation"]
    return found_member(installation)


def guarded(app: Flask) -> list[tuple[Rule, Permission]]:
    """The routes of the portal, each with what its guard asks for."""
    return [
        (rule, app.view_functions[rule.endpoint].permission)
        for rule in app.url_map.iter_rules()
        if hasattr(app.view_functions[rule.endpoint], "permission")
    ]


def address(app: Flask, rule: Rule, values: dict[str, Any]) -> str:
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})


def answers(sender: Sender, rule: Rule, address: str) -> Iterator[tuple[str, int]]:
    """What each method of a route answers to somebody whose forms carry their token."""
    for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
        if method == "GET":
            yield method, sender.browser.get(address).status_code
        else:
            headers = {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": sender.token}
            form = {"reason": "mine", "name": "mine", "password": "x"}
            answer = sender.browser.open(address, method=method, data=form, headers=headers)
            yield method, answer.status_code


def test_every_route_has_a_guard_or_is_public_on_purpose(app: Flask) -> None:
    bare = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "permission")
        and not hasattr(app.view_functions[rule.endpoint], "operator")
        and rule.endpoint.split(".")[0] not in OPEN
    ]

    assert bare == []
    assert len(guarded(app)) > 15


@pytest.mark.parametrize("role", list(MemberRole))
def test_every_route_refuses_the_roles_that_the_table_forbids(
    app: Flask, member: Member, role: MemberRole
) -> None:
    sender = Sender(app, colleague(member, role)).signed_in()
    values = route_ids.nobodys()
    for rule, permission in guarded(app):
        place = address(app, rule, values)
        if role in ALLOWED[permission]:
            if rule.methods and "GET" in rule.methods:
                assert sender.get(place).status_code != 403, (role, rule.rule)
            continue
        for method, status in answers(sender, rule, place):
            assert status == 403, (role, method, rule.rule, status)


def test_every_route_with_an_id_answers_404_to_a_member_of_another_organization(
    app: Flask, member: Member
) -> None:
    theirs = route_ids.of(member)
    stranger = Sender(app, found_member(member.organization.installation)).signed_in()
    visited = 0
    for rule, _ in guarded(app):
        if not rule.arguments - route_ids.NO_IDS:
            continue
        for method, status in answers(stranger, rule, address(app, rule, theirs)):
            assert status == 404, (method, rule.rule, status)
            visited += 1

    assert visited >= 15
