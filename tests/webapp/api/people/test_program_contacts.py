"""Contacts and lists of them as a program keeps them."""

import base64

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

PLACE = "/api/v1/contacts"
ANA = {"name": "Ana Ruiz", "email": "ana@example.com", "company": "Ruiz"}


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_a_contact_is_made_found_changed_deleted_and_restored(program: Program) -> None:
    made = program.act(PLACE, ANA)
    place = made.headers["Location"]
    again = program.act(PLACE, ANA | {"name": "Ana R."})
    changed = program.act(place, {"company": "Other", "scope": "organization"}, "PATCH")
    found = program.get(f"{PLACE}?search=ana").json
    gone = program.act(place, method="DELETE")
    missing = program.get(place).status_code
    back = program.act(f"{place}/restore")

    assert (made.status_code, again.json["id"]) == (201, made.json["id"])
    assert (changed.json["company"], changed.json["scope"]) == ("Other", "organization")
    assert found == {"items": [changed.json], "next_cursor": None}
    assert (gone.status_code, missing, back.json) == (204, 404, changed.json)


def test_contacts_are_listed_page_by_page(program: Program) -> None:
    for name in ("Ana", "Ben", "Cy"):
        program.act(PLACE, {"name": name, "email": f"{name}@example.com"})

    first = program.get(f"{PLACE}?limit=2").json
    rest = program.browser.get(
        PLACE, query_string={"cursor": first["next_cursor"]}, headers=program.bearer
    ).json

    assert [c["name"] for c in first["items"] + rest["items"]] == ["Ana", "Ben", "Cy"]
    assert rest["next_cursor"] is None


def test_all_that_is_wrong_with_a_contact_is_said_at_once(program: Program) -> None:
    answer = program.act(PLACE, {"name": "", "email": "x", "scope": "team", "phone": "1"})

    assert answer.status_code == 422
    pointers = [error["pointer"] for error in answer.json["errors"]]
    assert pointers == ["#/name", "#/email", "#/team_id", "#/phone"]


def test_contacts_of_others_are_not_there_and_scopes_are_asked(
    app: Flask, program: Program, member: Member, stranger: Sender
) -> None:
    place = program.act(PLACE, ANA).headers["Location"]
    reader = Program(app, make_key(member, "envelopes:read"))
    admin = colleague(member, MemberRole.ADMIN)

    for other in (stranger.member, admin):
        theirs = Program(app, make_key(other))
        assert theirs.get(place).status_code == 404
        assert theirs.act(place, {"name": "X"}, "PATCH").status_code == 404
    assert reader.get(place).json["name"] == "Ana Ruiz"
    assert reader.act(place, method="DELETE").status_code == 403
    assert Program(app, make_key(member, "members")).get(PLACE).status_code == 403


def test_a_list_is_uploaded_recognized_and_imported(program: Program) -> None:
    csv = "Name,E-Mail\nAna,ana@example.com\nBen,nowhere\nAna B,ana@example.com\n"
    body = {"name": "list.csv", "content": base64.b64encode(csv.encode()).decode()}

    made = program.act("/api/v1/contact-imports", body)
    place = made.headers["Location"]
    done = program.act(f"{place}/start", {})
    again = program.act(f"{place}/start", {})

    assert made.json["columns"] == {"name": 0, "last_name": None, "email": 1, "company": None}
    assert (done.json["state"], done.json["added"], done.json["faulty"]) == ("done", 1, 1)
    assert program.get(place).json == done.json
    assert again.status_code == 404
    assert [c["name"] for c in program.get(PLACE).json["items"]] == ["Ana"]


def test_what_is_no_list_is_refused_and_nothing_is_kept(program: Program) -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0").decode()

    answer = program.act("/api/v1/contact-imports", {"content": picture})

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
