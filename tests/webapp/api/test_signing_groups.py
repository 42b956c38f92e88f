"""Signing groups through the API: kept, and asked in the place of a person."""

import json
from typing import Any
from uuid import uuid4

from flask import Flask

from tenants.member import Member
from tests.webapp.api.programs import Program, envelope, make_key, recipient

PLACE = "/api/v1/signing-groups"
ANA = {"name": "Ana A", "email": "ana@example.com"}
BEN = {"name": "Ben B", "email": "ben@example.com"}


def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "envelopes:write", "members"))


def named(**changes: Any) -> dict[str, Any]:
    return {"name": "Finance", "members": [ANA, BEN]} | changes


def test_a_program_makes_changes_and_deletes_a_group(app: Flask, member: Member) -> None:
    client = program(app, member)

    made = client.act(PLACE, named())
    place = made.headers["Location"]
    eve = {"name": "Eve E", "email": "eve@example.com"}
    changed = client.act(place, {"members": [BEN, eve]}, "PATCH")
    renamed = client.act(place, {"name": "Board"}, "PATCH")
    listed = client.get(PLACE)
    gone = client.act(place, method="DELETE")

    assert made.status_code == 201, made.text
    assert [m["name"] for m in made.json["members"]] == ["Ana A", "Ben B"]
    assert [m["name"] for m in changed.json["members"]] == ["Ben B", "Eve E"]
    assert changed.json["members"][0]["id"] == made.json["members"][1]["id"]
    assert (renamed.json["name"], len(renamed.json["members"])) == ("Board", 2)
    assert listed.json == {"items": [renamed.json], "next_cursor": None}
    assert gone.status_code == 204
    assert client.get(place).status_code == 404


def test_the_same_request_again_makes_no_other_group(app: Flask, member: Member) -> None:
    client = program(app, member)

    first, again = (client.act(PLACE, named()) for _ in "12")

    assert (first.status_code, again.status_code) == (201, 422)
    assert client.get(PLACE).json == {"items": [first.json], "next_cursor": None}


def test_a_key_for_envelopes_reads_groups_and_changes_none(app: Flask, member: Member) -> None:
    place = program(app, member).act(PLACE, named()).headers["Location"]
    other = Program(app, make_key(member, "envelopes:write"))

    assert other.get(place).json["name"] == "Finance"
    assert other.act(place, method="DELETE").status_code == 403
    assert other.act(PLACE, named(name="Mine")).status_code == 403


def test_a_group_is_asked_in_the_place_of_a_person(app: Flask, member: Member) -> None:
    client = program(app, member)
    group_id = client.act(PLACE, named()).json["id"]
    asked = recipient(signing_group_id=group_id, options={"note": "Either of you"})
    del asked["name"], asked["email"]

    made = client.post(envelope(recipients=[asked, recipient(order=2)]))

    assert made.status_code == 201, made.text
    people = made.json["recipients"]
    assert [(r["name"], r["group"], r["order"]) for r in people] == [
        *(("Ana A", "Finance", 1), ("Ben B", "Finance", 1)),
        ("Ana Ruiz", "", 2),
    ]
    assert [r["options"]["note"] for r in people] == ["Either of you", "Either of you", ""]
    assert {r["signing_group_id"] for r in people} == {group_id, None}
    assert set(made.json["fields"][0]["recipient_ids"]) == {r["id"] for r in people[:2]}


def test_a_group_that_is_not_there_and_a_role_that_is_none_for_groups_are_refused(
    app: Flask, member: Member
) -> None:
    client = program(app, member)
    group_id = client.act(PLACE, named()).json["id"]

    unknown = client.post(envelope(recipients=[recipient(signing_group_id=str(uuid4()))]))
    copied = client.post(
        envelope(recipients=[recipient(signing_group_id=group_id, role="cc", fields=[])])
    )

    assert (unknown.status_code, copied.status_code) == (422, 422)
    assert "Choose a signing group." in json.dumps(unknown.json)
