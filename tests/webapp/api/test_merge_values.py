"""Programs give the values of merge fields, or learn which are asked for."""

import base64
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from tenants.member import Member
from tenants.use_cases.documents import document_intake, merge_values
from tenants.use_cases.envelopes import reading
from tests.tenants.ceremonies import lease_open
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
