"""API keys as a program with the scope for the organization makes and revokes them."""

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

PLACE = "/api/v1/api-keys"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "organization", "envelopes:write"))


def test_a_key_is_made_used_and_revoked(app: Flask, program: Program) -> None:
    made = program.act(PLACE, {"name": "CRM", "scopes": ["envelopes:read"], "days": 30})
    place = made.headers["Location"]
    client = Program(app, made.json["secret"])
    worked = client.get("/api/v1/templates").status_code
    seen = program.get(place)
    gone = program.act(place, method="DELETE")

    assert (made.status_code, worked) == (201, 200)
    assert made.json["secret"].endswith(seen.json["hint"])
    assert "secret" not in seen.json
    assert (seen.json["scopes"], seen.json["works"]) == (["envelopes:read"], True)
    assert (gone.status_code, client.get("/api/v1/templates").status_code) == (204, 401)
    listed = {key["id"]: key["works"] for key in program.get(PLACE).json["items"]}
    assert (len(listed), listed[made.json["id"]]) == (2, False)


def test_a_program_gives_no_more_than_it_has(program: Program) -> None:
    answer = program.act(PLACE, {"name": "More", "scopes": ["members"]})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/scopes")
    wrong = program.act(PLACE, {"name": "", "scopes": ["all"], "days": 7}).json["errors"]
    assert [e["pointer"] for e in wrong] == ["#/name", "#/scopes/0", "#/days"]


def test_a_key_that_a_key_makes_does_not_outlive_it(app: Flask, program: Program) -> None:
    month = {"name": "Month", "scopes": ["organization"], "days": 30}
    first = program.act(PLACE, month).json
    short = Program(app, first["secret"])

    for days in (365, 0):
        made = short.act(PLACE, month | {"days": days})
        assert made.json["expires_at"] == first["expires_at"]


def test_keys_take_the_scope_the_role_and_ones_own_organization(
    app: Flask, program: Program, member: Member, stranger: Sender
) -> None:
    theirs = Program(app, make_key(stranger.member, "organization"))
    place = theirs.act(PLACE, {"name": "X", "scopes": ["organization"]}).headers["Location"]
    admin = colleague(member, MemberRole.ADMIN)
    lowered = Program(app, make_key(admin, "organization"))
    managing = Program(app, make_key(member, "members"))
    managing.act(f"/api/v1/members/{admin.person_id}", {"role": "sender"}, "PATCH")

    assert program.get(place).status_code == 404
    assert program.act(place, method="DELETE").status_code == 404
    assert managing.get(PLACE).status_code == 403
    assert lowered.get(PLACE).status_code == 403
