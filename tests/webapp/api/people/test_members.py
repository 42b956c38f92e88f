"""Members, invitations and teams as a program with the scope for them manages them."""

from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

API = "/api/v1"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "members"))


def test_members_are_listed_page_by_page_and_found_by_their_words(
    program: Program, member: Member
) -> None:
    ben = colleague(member, MemberRole.SENDER)

    first = program.get(f"{API}/members?limit=1").json
    rest = program.get(f"{API}/members?cursor={first['next_cursor']}").json
    found = program.get(f"{API}/members?search={ben.email}").json

    assert {m["id"] for m in first["items"] + rest["items"]} == {
        str(member.person_id),
        str(ben.person_id),
    }
    assert rest["next_cursor"] is None
    assert [m["role"] for m in found["items"]] == ["sender"]
    assert program.get(f"{API}/members/{ben.person_id}").json["second_factor"] is False


def test_a_role_is_changed_and_a_member_removed_with_an_heir(
    program: Program, member: Member
) -> None:
    ben = colleague(member, MemberRole.SENDER)
    ceremonies.draft_with_document(ben, NOW)
    place = f"{API}/members/{ben.person_id}"

    changed = program.act(place, {"role": "admin"}, "PATCH")
    kept = program.act(place, method="DELETE")
    gone = program.act(f"{place}?heir_id={member.person_id}", method="DELETE")

    assert changed.json["role"] == "admin"
    assert changed.json["owned_envelopes"] == 1
    assert (kept.status_code, kept.json["code"]) == (422, "invalid")
    assert gone.status_code == 204
    assert program.get(place).status_code == 404


def test_no_program_makes_changes_or_removes_an_owner(program: Program, member: Member) -> None:
    ben = colleague(member, MemberRole.OWNER)
    place = f"{API}/members/{ben.person_id}"

    made = program.act(f"{API}/members/{member.person_id}", {"role": "owner"}, "PATCH")
    lowered = program.act(place, {"role": "admin"}, "PATCH")
    removed = program.act(f"{place}?heir_id={member.person_id}", method="DELETE")
    invited = program.act(f"{API}/invitations", {"email": "o@example.com", "role": "owner"})

    assert [a.status_code for a in (made, lowered, removed, invited)] == [422, 403, 403, 422]
    assert program.get(place).json["role"] == "owner"


def test_someone_is_invited_again_and_not_any_more(program: Program) -> None:
    wrong = program.act(f"{API}/invitations", {"email": "nobody", "role": "king", "team": 1})
    made = program.act(f"{API}/invitations", {"email": "cy@example.com", "role": "viewer"})
    place = made.headers["Location"]
    listed = program.get(f"{API}/invitations").json
    again = program.act(f"{place}/resend")
    gone = program.act(place, method="DELETE")

    assert [e["pointer"] for e in wrong.json["errors"]] == ["#/email", "#/role", "#/team"]
    assert (made.status_code, made.json["invited_by"]) == (201, "Owner")
    assert listed == {"items": [made.json], "next_cursor": None}
    assert again.json["id"] == made.json["id"]
    assert again.json["expires_at"] > made.json["expires_at"]
    assert (gone.status_code, program.get(place).status_code) == (204, 404)


def test_invitations_are_listed_page_by_page_the_latest_first(program: Program) -> None:
    for name in ("ana", "ben", "cy"):
        asked = {"email": f"{name}@example.com", "role": "viewer"}
        assert program.act(f"{API}/invitations", asked).status_code == 201

    first = program.get(f"{API}/invitations?limit=2").json
    rest = program.browser.get(
        f"{API}/invitations", query_string={"cursor": first["next_cursor"]}, headers=program.bearer
    ).json

    emails = [i["email"].partition("@")[0] for i in first["items"] + rest["items"]]
    assert (emails, rest["next_cursor"]) == (["cy", "ben", "ana"], None)


def test_a_team_is_kept_as_the_program_has_it(program: Program, member: Member) -> None:
    ben = str(colleague(member, MemberRole.SENDER).person_id)
    mine, nobody = str(member.person_id), str(uuid4())

    wrong = program.act(f"{API}/teams", {"name": "Sales", "member_ids": [mine, nobody]})
    made = program.act(f"{API}/teams", {"name": "Sales", "member_ids": [mine]})
    place = made.headers["Location"]
    taken = program.act(f"{API}/teams", {"name": "Sales"})
    changed = program.act(place, {"name": "Legal", "member_ids": [ben]}, "PATCH")
    joined = program.act(f"{place}/members/{mine}", method="PUT")
    left = program.act(f"{place}/members/{ben}", method="DELETE")
    listed = program.get(f"{API}/teams").json["items"]
    gone = program.act(place, method="DELETE")

    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "#/member_ids")
    assert nobody in wrong.json["errors"][0]["detail"]
    assert (taken.status_code, taken.json["errors"][0]["pointer"]) == (422, "#/name")
    assert (changed.json["name"], changed.json["member_ids"]) == ("Legal", [ben])
    assert sorted(joined.json["member_ids"]) == sorted([mine, ben])
    assert left.json["member_ids"] == [mine]
    assert listed == [{"id": made.json["id"], "name": "Legal", "members": 1}]
    assert (gone.status_code, program.get(place).status_code) == (204, 404)


@pytest.mark.parametrize("place", ["members", "invitations", "teams"])
def test_it_takes_the_scope_and_the_role(
    app: Flask, program: Program, member: Member, place: str
) -> None:
    other = Program(app, make_key(member, "envelopes:write", "organization"))
    admin = colleague(member, MemberRole.ADMIN)
    lowered = Program(app, make_key(admin, "members"))
    done = program.act(f"{API}/members/{admin.person_id}", {"role": "sender"}, "PATCH")
    bodies = {"invitations": {"email": "x@example.com", "role": "viewer"}, "teams": {"name": "X"}}

    refused = other.get(f"{API}/{place}")
    path = f"{API}/members/{member.person_id}" if place == "members" else f"{API}/{place}"
    method, body = ("PATCH", {"role": "viewer"}) if place == "members" else ("POST", bodies[place])
    not_allowed = lowered.act(path, body, method)

    assert done.status_code == 200
    assert (refused.status_code, refused.json["code"]) == (403, "scope_missing")
    assert lowered.get(f"{API}/{place}").status_code == 200
    assert (not_allowed.status_code, not_allowed.json["code"]) == (403, "forbidden")


def test_nothing_of_another_organization_is_there(program: Program, stranger: Sender) -> None:
    theirs = stranger.member
    other = Program(program.browser.application, make_key(theirs, "members"))
    team = other.act(f"{API}/teams", {"name": "Theirs"}).headers["Location"]

    for path in (f"{API}/members/{theirs.person_id}", team):
        assert program.get(path).status_code == 404
        assert program.act(path, {}, "PATCH").status_code == 404
