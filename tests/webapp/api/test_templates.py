"""Templates as a program uses them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, make_key
from webapp.api.v1 import cursors

PLACE = "/api/v1/templates"
ROLES = [
    {"role": "Signer 1", "name": "Ana", "email": "ana@example.com"},
    {"role": "Signer 2", "name": "Ben", "email": "ben@example.com"},
]


@pytest.fixture
def program(app: Flask, member: Member) -> Iterator[Program]:
    yield Program(app, make_key(member, "envelopes:write", "templates"))


def template(member: Member) -> UUID:
    template_id, source = uuid4(), ceremonies.sent(member, NOW)
    run(member, templates.create_from, source.id, template_id, str, NOW)
    run(member, publishing.publish, template_id, NOW)
    return template_id


def post(program: Program, place: str, body: dict[str, Any], key: str = "") -> TestResponse:
    headers = program.bearer | ({"Idempotency-Key": key} if key else {})
    return program.browser.post(f"{PLACE}{place}", json=body, headers=headers)


def test_templates_are_listed_and_seen_with_their_roles(program: Program, member: Member) -> None:
    template_id = template(member)

    (listed,) = program.get(PLACE).json["items"]
    seen = program.get(f"{PLACE}/{template_id}").json

    assert (listed["id"], listed["version"]) == (str(template_id), 1)
    assert [r["name"] for r in seen["roles"]] == ["Signer 1", "Signer 2", ""]
    assert seen["documents"] == ["lease.pdf"]
    assert program.get(f"{PLACE}?cursor={cursors.written(listed['id'])}").json == {
        "items": [],
        "next_cursor": None,
    }


def test_an_envelope_is_started_from_a_template_and_sent(program: Program, member: Member) -> None:
    body = {"roles": ROLES, "name": "Lease of Ana", "status": "sent"}

    answer = post(program, f"/{template(member)}/envelopes", body)

    assert (answer.status_code, answer.json["status"]) == (201, "sent")
    assert answer.location.endswith(answer.json["id"])
    sent = run(member, reading.envelope, UUID(answer.json["id"]))
    assert sent.name == "Lease of Ana"


def test_what_is_made_and_sent_at_once_is_written_once(program: Program, member: Member) -> None:
    place = f"/{template(member)}/envelopes"

    answer = post(program, place, {"roles": ROLES, "status": "sent"})

    envelope_id = UUID(answer.json["id"])
    timeline = run(member, reading.timeline, envelope_id)
    told = [entry.type for entry in timeline.entries]
    with member.organization.transaction(SYSTEM) as tx:
        jobs = tx.rows.all("select kind from outbox where envelope_id = %s", envelope_id)
    asked = program.get(f"/api/v1/envelopes/{envelope_id}")
    assert timeline.intact
    assert (told[0], told.count("envelope.sent")) == ("envelope.created", 1)
    assert [row["kind"] for row in jobs].count("index_envelope") == 1
    assert answer.headers["ETag"] == asked.headers["ETag"]
    assert answer.json == asked.json


def test_sent_again_with_its_key_it_starts_one_envelope(program: Program, member: Member) -> None:
    place, body = f"/{template(member)}/envelopes", {"roles": ROLES}

    first = post(program, place, body, key="lease-1")
    again = post(program, place, body, key="lease-1")

    assert (first.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_roles_and_values_that_are_not_there_are_refused(program: Program, member: Member) -> None:
    place = f"/{template(member)}/envelopes"

    for body in ({"roles": [ROLES[0] | {"role": "Buyer"}]}, {"values": {"rent": "900"}}):
        answer = post(program, place, body)
        assert answer.status_code == 422
        (error,) = answer.json["errors"]
        assert "named “" in error["detail"]
    missing = post(program, place, {"roles": ROLES[:1], "status": "sent"})
    assert (missing.status_code, missing.json["code"]) == (409, "nothing_to_send")


def test_a_template_is_made_of_an_envelope_and_published(program: Program, member: Member) -> None:
    source = ceremonies.sent(member, NOW)

    answer = post(program, "", {"envelope_id": str(source.id), "publish": True})

    assert (answer.status_code, answer.json["version"]) == (201, 1)
    assert program.get(answer.location).json["id"] == answer.json["id"]


def test_a_key_that_only_reads_starts_nothing(app: Flask, member: Member) -> None:
    reader, template_id = Program(app, make_key(member, "envelopes:read")), template(member)

    assert reader.get(f"{PLACE}/{template_id}").status_code == 200
    assert post(reader, f"/{template_id}/envelopes", {"roles": ROLES}).status_code == 403
