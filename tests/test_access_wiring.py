"""Every route against the table of who may do what."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.access import ALLOWED, MemberRole, Permission
from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests import route_ids
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
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


# What a member has for themselves, unless they show it to others.
OWN = {"envelope_id", "template_id", "bulk_send_id", "bulk_id", "import_id", "export_id"}


def test_every_route_with_an_id_answers_404_to_a_colleague_who_is_not_shown_it(
    app: Flask, member: Member
) -> None:
    owner = found_member(member.organization.installation)
    theirs = route_ids.of(owner)
    other = Sender(app, colleague(owner, MemberRole.SENDER)).signed_in()
    visited = set()
    for rule, permission in guarded(app):
        if not rule.arguments & OWN or MemberRole.SENDER not in ALLOWED[permission]:
            continue
        for method, status in answers(other, rule, address(app, rule, theirs)):
            assert status == 404, (method, rule.rule, status)
            visited.add(rule.rule)

    assert len(visited) > 70


def test_nothing_of_another_envelope_is_reached_through_ones_own(
    app: Flask, member: Member
) -> None:
    stranger, other = (found_member(member.organization.installation) for _ in range(2))
    theirs, sender = route_ids.of(other), Sender(app, stranger).signed_in()
    own = [make(stranger, NOW).id for make in (ceremonies.draft_with_document, ceremonies.sent)]
    before = [parts(stranger, id) for id in own]
    visited = set()
    for rule, _ in guarded(app):
        if "envelope_id" not in rule.arguments or not rule.arguments - {"envelope_id", "number"}:
            continue
        for id in own:
            place = address(app, rule, theirs | {"envelope_id": id})
            for method, status in answers(sender, rule, place):
                # A draft's routes say of what was sent that it is none; what is gone stays gone.
                assert status in NOT_THERE or rule.rule.endswith(GOING), (method, rule.rule, status)
                visited.add(rule.rule)

    assert len(visited) > 20
    assert [parts(stranger, id) for id in own] == before


def parts(member: Member, envelope_id: UUID) -> tuple[object, ...]:
    envelope = run(member, reading.envelope, envelope_id)
    return envelope.documents, envelope.recipients, envelope.fields, envelope.signatures


NOT_THERE = (404, 409, 303)
GOING = ("/removal", "/revocation")
