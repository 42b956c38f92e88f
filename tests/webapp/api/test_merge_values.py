"""Programs give the values of merge fields, or learn which are asked for."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tenants.member import Member
from tenants.use_cases.documents import document_intake, merge_values
from tenants.use_cases.envelopes import reading
from tests.tenants import bulk, merged
from tests.tenants.ceremonies import lease_open
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, envelope, make_key

OFFER = base64.b64encode(b"# Offer for {{ client.name }}").decode()


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_values_that_a_program_gives_reach_intake(program: Program, member: Member) -> None:
    document = {"name": "offer.md", "content": OFFER, "values": {"client.name": "Ann Lee"}}

    made = program.post(envelope(documents=[document]))

    job = lease_open(member, "intake_document", UUID(made.json["id"]))
    assert run(job, document_intake.original, job).values == {"client.name": "Ann Lee"}


def test_values_that_are_missing_are_named(program: Program, member: Member, now: datetime) -> None:
    made = program.post(envelope(documents=[{"name": "offer.md", "content": OFFER}]))
    job = lease_open(member, "intake_document", UUID(made.json["id"]))

    run(job, document_intake.reject, job, "values_needed", now, ("client.name",))

    (document,) = program.get(made.headers["Location"]).json["documents"]
    stored = run(member, reading.envelope, UUID(made.json["id"]))
    assert (document["reason"], document["asks_for"]) == ("values_needed", ["client.name"])
    assert run(member, merge_values.of_envelope, stored) == {}


def test_an_envelope_from_a_template_is_sent_when_its_values_are_on_its_pages(
    app: Flask, member: Member
) -> None:
    program, template_id = Program(app, make_key(member)), merged.template(member, NOW)
    place = f"/api/v1/templates/{template_id}"
    people = [{"role": "Client", "name": "Ada", "email": "ada@example.com"}]
    body = {"roles": people, "status": "sent", "merge_values": {"client.name": "Ada Ltd"}}
    seen = program.get(place).json["merge_fields"]

    partly = program.browser.post(f"{place}/envelopes", json=body, headers=program.bearer)
    body["merge_values"] = {"client.name": "Ada Ltd", "terms": "None."}
    answer = program.browser.post(f"{place}/envelopes", json=body, headers=program.bearer)
    merged.made(member, NOW)

    assert seen == ["client.name", "terms"]
    assert (partly.status_code, answer.status_code) == (409, 201)
    assert (answer.json["status"], answer.json["sending"]) == ("draft", "waiting")
    sent = program.get(f"/api/v1/envelopes/{answer.json['id']}").json
    assert (sent["status"], len(sent["documents"])) == ("sent", 1)


def test_rows_of_a_bulk_send_give_the_values_of_their_documents(app: Flask, member: Member) -> None:
    program, template_id = Program(app, make_key(member)), merged.template(member, NOW)
    people = [{"role": "Client", "name": "Ada", "email": "ada@example.com"}]
    full = {"roles": people, "merge_values": {"client.name": "Ada Ltd", "terms": "None."}}
    rows = [full, full | {"merge_values": {"terms": "None."}}]
    place = "/api/v1/bulk-sends"

    def post(body: dict[str, Any]) -> TestResponse:
        return program.browser.post(place, json=body, headers=program.bearer)

    strange = post({"template_id": f"{template_id}", "rows": [{"merge_values": {"x": "1"}}]})
    made = post({"template_id": f"{template_id}", "rows": rows})
    bulk.read(member)
    bulk.work(member.organization, "check_bulk_rows")

    assert strange.status_code == 422
    wrong = program.get(f"{place}/{made.json['id']}/rows?state=wrong").json["items"]
    assert [(row["number"], row["errors"][0]["about"]) for row in wrong] == [(2, "Client name")]
