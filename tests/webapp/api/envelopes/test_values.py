"""Programs read what was filled in, and fill in fields of a draft."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from flask import Flask

from core.fields.field_name import NAME
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def named_draft(member: Member, now: datetime) -> UUID:
    """A draft whose two text fields are called city_1 and city_2."""
    id = ceremonies.complete_draft(member, now)
    texts = [f for f in run(member, reading.envelope, id).fields if f.kind.name == "text"]
    named = [
        replace(f, properties={**f.properties, NAME.name: f"city_{n}"})
        for n, f in enumerate(texts, 1)
    ]
    run(member, drafting.place_fields, id, named, now)
    return id


def test_what_those_who_have_finished_filled_in_is_read_by_name(
    program: Program, member: Member, now: datetime
) -> None:
    id = named_draft(member, now)
    sent = program.act(f"{PATH}/{id}/send")
    assert sent.json["status"] == "sent", sent.text
    envelope = run(member, reading.envelope, id)
    ceremonies.sign(member, envelope.recipients[0], now)

    found = program.get(f"{PATH}/{id}/values").json

    assert found["values"] == {"city_1": "mine"}
    first = str(envelope.recipients[0].id)
    signed = [v for v in found["items"] if v["signed"]]
    assert [(v["kind"], v["value"], v["filled_by"]) for v in signed] == [("signature", None, first)]


def test_a_draft_is_filled_in_beforehand(program: Program, member: Member, now: datetime) -> None:
    id = named_draft(member, now)

    answer = program.act(f"{PATH}/{id}/values", {"values": {"city_2": "Lisbon"}}, "PATCH")

    assert answer.status_code == 200, answer.text
    fields = run(member, reading.envelope, id).fields
    assert {f.properties.get("name"): f.properties.get("default") for f in fields} == {
        None: None,
        "city_1": None,
        "city_2": "Lisbon",
    }


def test_what_no_field_takes_is_refused_as_a_whole(
    program: Program, member: Member, now: datetime
) -> None:
    place = f"{PATH}/{named_draft(member, now)}/values"

    unknown = program.act(place, {"values": {"city_1": "Rome", "nowhere": "x"}}, "PATCH")
    after = ceremonies.sent(member, now)
    sent = program.act(f"{PATH}/{after.id}/values", {"values": {"city_1": "Rome"}}, "PATCH")

    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "#/values")
    assert program.get(place).json["values"] == {}
    assert sent.status_code in (409, 422)
