"""Every address: strangers, keys without the scope, and programs of other organizations."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from flask import Flask

from core.api.scope import Scope
from tenants.member import Member
from tests.webapp.api.docusign.definitions import DocusignProgram, definition, take_in
from tests.webapp.api.programs import make_key
from tests.webapp.senders import Sender


def addresses(app: Flask, account: object, envelope_id: str) -> Iterator[tuple[str, str]]:
    """Method and path of all that is guarded, about this envelope."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/restapi/v2.1/") or "account_id" not in rule.arguments:
            continue
        values = {name: str(uuid4()) for name in rule.arguments}
        values |= {"account_id": str(account)}
        if "envelope_id" in values:
            known = {"envelope_id": envelope_id, "document_id": "7", "recipient_id": "31"}
            values |= {name: known[name] for name in known.keys() & values.keys()}
        with app.test_request_context():
            path = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, path


def test_no_address_answers_without_a_key_or_its_scope(app: Flask, member: Member) -> None:
    key = make_key(member, Scope.MEMBERS)
    browser, told = app.test_client(use_cookies=False), {}
    bearer = {"Authorization": f"Bearer {key}"}

    for method, path in addresses(app, member.organization.id, str(uuid4())):
        strange = browser.open(path, method=method, json={})
        lacking = browser.open(path, method=method, json={}, headers=bearer)
        told[method, path] = (strange.status_code, lacking.status_code)

    assert len(told) > 30
    assert {place: codes for place, codes in told.items() if codes != (401, 403)} == {}


def test_nothing_of_another_organization_is_there(
    app: Flask, program: DocusignProgram, member: Member, stranger: Sender, now: datetime
) -> None:
    made = program.send("/envelopes", definition(status="sent"))
    take_in(member, made.json["envelopeId"], now)
    theirs = stranger.member
    other = DocusignProgram(app, make_key(theirs, *Scope), theirs.organization.id)
    told = {}

    for account in (member.organization.id, theirs.organization.id):
        for method, path in addresses(app, account, made.json["envelopeId"]):
            if "/envelopes/" not in path:
                continue
            given: dict[str, str] = {}
            if "/views/" in path:
                given["returnUrl"] = "https://example.com"
            if path.endswith("/views/recipient"):
                given["clientUserId"] = "1"
            told[method, path] = other.act(path, given, method).status_code

    assert len(told) > 30
    assert {place: code for place, code in told.items() if code != 404} == {}
