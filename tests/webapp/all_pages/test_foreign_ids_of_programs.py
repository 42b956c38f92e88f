"""Every address of the API that names things, with those of others: as if of nothing."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from core.access import MemberRole
from core.api.scope import Scope
from tenants.installation import Installation
from tests import route_ids
from tests.tenants.conftest import found_member
from tests.webapp.api import programs
from tests.webapp.api.programs import Program, make_key, of_role

APIS = ("/api/v1/", "/restapi/v2.1/")
NO_IDS = route_ids.NO_IDS | {"account_id", "event"}
# By other names in these addresses than in those of pages.
SAME = {
    "api_key_id": "key_id",
    "contact_import_id": "import_id",
    "connect_id": "endpoint_id",
    "list_id": "bulk_send_id",
    "batch_id": "bulk_send_id",
}
BACK = {"returnUrl": "https://example.com"}
NIL = str(UUID(int=0))
FIELD = programs.field()
# What has to be said at least, by the end of the address. Whose it is, is looked at after that.
BODIES: dict[str, Any] = {
    "/documents": {"name": "Lease.pdf", "content": "JVBERi0xLjcgYSBsZWFzZQ=="},
    "/documents/order": {"documents": [NIL]},
    "<uuid:document_id>": {"name": "Ours"},
    "/fields": {"fields": [{"document_id": NIL, "recipient_ids": [NIL], **FIELD}]},
    "/pages": {"pages": [{"page": 1}]},
    "/handling": {"handling": "attached"},
    "/password": {"password": "x"},
    "/combination": {"documents": [NIL, str(UUID(int=1))]},
    "<uuid:bulk_send_id>/start": {"rows": 2},
    "/changes": {"action": "cancel"},
    "<uuid:bulk_send_id>/corrections": {"content": ""},
    "/transfer": {"person_id": NIL},
    "/orders": {"orders": [{"recipient_id": NIL, "order": 1}]},
    "<uuid:envelope_id>/start": {"starts_at": "2030-01-01T09:00:00Z"},
    "/reassign": {"name": "Carl", "email": "carl@example.com"},
    "/embedded-signing": {"origin": "https://example.com"},
    "<uuid:folder_id>": {"name": "Ours"},
    "<folder_id>": {"envelopeIds": [NIL]},
    "/values": {"values": {"Rent": "1"}},
    "/direct-link": {"role": "Buyer"},
    "<uuid:list_id>/send": {"envelopeOrTemplateId": NIL},
    "/views/recipient": BACK,
    "/views/sender": BACK,
}
# A box of the list without anything in it, as for a folder that is not there.
EMPTY = {("GET", "/restapi/v2.1/accounts/<uuid:account_id>/folders/<folder_id>")}


def addresses(app: Flask) -> Iterator[tuple[str, Rule]]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(APIS) and rule.arguments - NO_IDS:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                if (method, rule.rule) not in EMPTY:
                    yield method, rule


def ask(program: Program, method: str, rule: Rule, ids: dict[str, Any]) -> TestResponse:
    built = rule.build({name: ids[SAME.get(name, name)] for name in rule.arguments})
    assert built is not None
    said = next((body for end, body in BODIES.items() if rule.rule.endswith(end)), {})
    body = None if method in ("GET", "DELETE") else said
    return program.act(built[1], body, method)


def test_nothing_of_another_organization_is_there(app: Flask, installation: Installation) -> None:
    me, theirs = found_member(installation), route_ids.of(found_member(installation))
    program = Program(app, make_key(me, *Scope))
    ids = theirs | {"account_id": me.organization.id}

    told = {(method, r.rule): ask(program, method, r, ids) for method, r in addresses(app)}

    seen = {where: (a.status_code, a.text[:200]) for where, a in told.items()}
    assert not {where: a for where, a in seen.items() if a[0] != 404}
    assert len(told) > 100


@pytest.mark.parametrize("role", [MemberRole.SENDER, MemberRole.VIEWER])
def test_no_envelope_that_a_member_may_not_see_is_there(
    app: Flask, installation: Installation, role: MemberRole
) -> None:
    owner = found_member(installation)
    _, program = of_role(app, owner, role, *Scope)
    envelope = route_ids.unshared(owner)
    ids = route_ids.nobodys() | envelope | {"account_id": owner.organization.id}
    theirs = [(m, r) for m, r in addresses(app) if "envelope_id" in r.arguments]

    told = {(method, r.rule): ask(program, method, r, ids) for method, r in theirs}

    # Who may change nothing is told that, whatever it is about.
    good = {404, 403} if role is MemberRole.VIEWER else {404}
    seen = {where: (a.status_code, a.text[:200]) for where, a in told.items()}
    assert not {where: a for where, a in seen.items() if a[0] not in good}
    assert {a.status_code for where, a in told.items() if where[0] == "GET"} == {404}
