"""Nothing that a program gives consents or signs for a recipient."""

from typing import Any

import pytest
from flask import Flask

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, envelope, field, make_key, recipient
from webapp.api import v1

CONSENTING = {"consent", "consented", "consent_withdrawn", "agreed", "signed", "completed_at"}


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def names(schema: Any, all_schemas: dict[str, Any], seen: set[str]) -> set[str]:
    """Every member that a request may have, however deep."""
    if isinstance(schema, list):
        return set().union(*(names(part, all_schemas, seen) for part in schema))
    if not isinstance(schema, dict):
        return set()
    found = set(schema.get("properties", {}))
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        seen.add(name)
        found |= names(all_schemas[name], all_schemas, seen)
    return found.union(*(names(part, all_schemas, seen) for part in schema.values()))


@pytest.mark.parametrize("given", sorted(CONSENTING))
def test_what_only_a_recipient_does_is_no_member_of_a_request(program: Program, given: str) -> None:
    answer = program.post(envelope(recipients=[recipient(**{given: True})]))

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == f"#/recipients/0/{given}"


def test_no_request_of_the_description_has_such_a_member(app: Flask) -> None:
    with app.app_context():
        described = v1.description()
    schemas = described["components"]["schemas"]
    bodies = [
        act["requestBody"]
        for path in described["paths"].values()
        for act in path.values()
        if isinstance(act, dict) and "requestBody" in act
    ]

    asked = names(bodies, schemas, set())

    assert {"recipients", "documents", "properties"} <= asked
    assert not asked & CONSENTING


@pytest.mark.parametrize("kind", ["signature", "initials"])
def test_a_signature_cannot_be_filled_in_beforehand(program: Program, kind: str) -> None:
    for filled in ({"value": "Ana"}, {"properties": {"default": "Ana"}}):
        answer = program.post(envelope(recipients=[recipient(fields=[field(kind=kind, **filled)])]))

        assert answer.status_code == 422


def test_a_program_reads_who_consented_to_which_text(program: Program, member: Member) -> None:
    sent = ceremonies.sent(member, NOW)
    before = program.get(f"/api/v1/envelopes/{sent.id}").json["recipients"][0]
    ceremonies.sign(member, sent.recipients[0], NOW)

    after = program.get(f"/api/v1/envelopes/{sent.id}").json["recipients"][0]

    assert (before["consent"], before["status"]) == (None, "sent")
    given = run(member, reading.envelope, sent.id).recipients[0].consent
    assert given and after["consent"]["sha256"] == given.sha256
    assert (after["consent"]["version"], after["consent"]["language"]) == (given.version, "en")
