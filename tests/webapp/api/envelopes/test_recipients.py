"""Programs see the recipients of an envelope, and change those of a draft."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from core.people.signing_group import GroupMember
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.people import signing_groups
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


@pytest.fixture
def place(member: Member, now: datetime) -> str:
    """Of the recipients of a draft: two signers, and someone who gets a copy."""
    return f"{PATH}/{ceremonies.complete_draft(member, now)}/recipients"


def listed(program: Program, place: str) -> list[dict[str, Any]]:
    answer = program.get(place)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def test_a_recipient_is_added_with_options(program: Program, place: str) -> None:
    late = {"name": "Late", "email": "late@example.com", "order": 4, "role": "approver"}
    choices = {"note": "Thanks", "proofs": ["access_code"]}

    made = program.act(place, late | {"options": choices, "access_code": "4711-x"})

    assert (made.status_code, made.json["order"]) == (201, 4), made.text
    assert made.json["proofs"] == ["access_code"]
    assert "4711" not in made.text
    seen = program.get(made.headers["Location"]).json
    assert seen == made.json | {"proven": []}
    assert [r["name"] for r in listed(program, place)] == [
        *("Signer One", "Signer Two", "Copy", "Late")
    ]


def test_a_signing_group_is_added_as_a_whole(
    program: Program, member: Member, now: datetime, place: str
) -> None:
    people = [GroupMember(uuid4(), name, f"{name}@example.com") for name in ("ann", "bob")]
    group = run(member, signing_groups.create, uuid4(), "Managers", people, now)

    made = program.act(place, {"signing_group_id": str(group.id)})

    assert (made.status_code, made.json["group"]) == (201, "Managers"), made.text
    assert [r["name"] for r in listed(program, place)][-2:] == ["ann", "bob"]


def test_what_is_left_out_of_a_change_stays(program: Program, place: str) -> None:
    id = listed(program, place)[0]["id"]

    first = program.act(f"{place}/{id}", {"options": {"note": "Thanks"}, "order": 2}, "PATCH")
    second = program.act(f"{place}/{id}", {"name": "Ana", "options": {"delegable": True}}, "PATCH")

    assert (first.status_code, second.status_code) == (200, 200), second.text
    changed = second.json
    assert (changed["name"], changed["email"], changed["order"]) == ("Ana", "one@example.com", 2)
    assert (changed["options"]["note"], changed["options"]["delegable"]) == ("Thanks", True)
    assert len(changed["fields"]) == 2


def test_they_are_removed_and_reordered(program: Program, place: str) -> None:
    first, second, copy = (r["id"] for r in listed(program, place))

    gone = program.act(f"{place}/{copy}", method="DELETE")
    orders = [{"recipient_id": first, "order": 2}, {"recipient_id": second, "order": 1}]
    ordered = program.act(f"{place}/orders", {"orders": orders}, "PUT")

    assert gone.status_code == 204
    assert [(r["id"], r["order"]) for r in ordered.json["items"]] == [(first, 2), (second, 1)]
    nobody = {"orders": [{"recipient_id": copy, "order": 1}]}
    assert program.act(f"{place}/orders", nobody, "PUT").status_code == 404


def test_what_is_wrong_with_them_is_said_at_its_place(program: Program, place: str) -> None:
    twice = {"name": "Signer One", "email": "one@example.com"}
    id = listed(program, place)[1]["id"]

    there = program.act(place, twice)
    nameless = program.act(f"{place}/{id}", {"name": ""}, "PATCH")
    condition = program.act(f"{place}/{id}", {"options": {"condition": "("}}, "PATCH")

    assert [a.status_code for a in (there, nameless, condition)] == [422, 422, 422]
    assert there.json["errors"][0]["pointer"] == "#/email"
    assert nameless.json["errors"][0]["pointer"] == "#/name"


def test_of_a_sent_envelope_they_are_corrected(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    place = f"{PATH}/{envelope.id}/recipients"
    first, second, _ = envelope.recipients
    change = {"email": "right@example.com", "options": {"note": "Sorry"}}

    corrected = program.act(f"{place}/{first.id}", change, "PATCH")
    gone = program.act(f"{place}/{second.id}", method="DELETE")
    added = program.act(place, {"name": "Late", "email": "late@example.com"})

    assert corrected.status_code == 200, corrected.text
    assert corrected.json["email"] == "right@example.com"
    assert corrected.json["options"]["note"] == "Sorry"
    assert gone.status_code == 204, gone.text
    after = run(member, reading.envelope, envelope.id)
    assert after.recipient(second.id).status == "skipped"
    assert after.recipient(first.id).link_generation > first.link_generation
    assert (added.status_code, added.json["code"]) == (409, "not_a_draft")


def test_how_they_proved_who_they_are_is_told(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    ceremonies.sign(member, envelope.recipients[0], now)

    seen = program.get(f"{PATH}/{envelope.id}/recipients/{envelope.recipients[0].id}").json

    assert seen["status"] == "completed"
    assert seen["proven"] == ["e-mail link"]
    assert seen["delivered_at"] <= seen["completed_at"]
    unknown = program.get(f"{PATH}/{envelope.id}/recipients/{UUID(int=1)}")
    assert unknown.status_code == 404
