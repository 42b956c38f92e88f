"""The stream of events as a program reads it."""

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, envelope, make_key

PATH = "/api/v1/events"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_a_program_reads_what_happened_and_goes_on_from_there(program: Program) -> None:
    made = program.post(envelope()).json

    first = program.get(PATH).json
    again = program.get(f"{PATH}?after={first['next_cursor']}").json

    assert [item["type"] for item in first["items"]] == ["envelope.created"]
    item = first["items"][0]
    assert (item["envelope_id"], item["sequence"], item["data"]) == (made["id"], 1, {})
    assert again == {"items": [], "next_cursor": first["next_cursor"]}
    assert program.get(f"{PATH}?after=latest").json == again
    assert program.get(PATH).json == first


def test_where_no_server_waits_the_answer_comes_at_once(program: Program) -> None:
    assert program.get(f"{PATH}?wait=25").json == {"items": [], "next_cursor": "0"}


@pytest.mark.parametrize(
    "query", ["after=next", "after=1", "after=1-xyz", "wait=26", "wait=-1", "limit=0", "types=sent"]
)
def test_what_cannot_be_read_is_named(program: Program, query: str) -> None:
    refused = program.get(f"{PATH}?{query}")

    assert refused.status_code == 422
    assert refused.json["errors"][0]["query"] == query.partition("=")[0]


def test_a_cursor_that_is_too_old_is_gone(program: Program) -> None:
    gone = program.get(f"{PATH}?after=7-000000000000")

    assert (gone.status_code, gone.json["code"]) == (410, "event_cursor_expired")


def test_only_types_asked_for_come(program: Program) -> None:
    program.post(envelope())

    assert program.get(f"{PATH}?types=envelope.sent,envelope.voided").json["items"] == []
    assert len(program.get(f"{PATH}?types=envelope.created").json["items"]) == 1


def test_a_key_reads_what_its_member_may_know_of(
    app: Flask, program: Program, member: Member
) -> None:
    program.post(envelope())
    admin = colleague(member, MemberRole.ADMIN)
    assert len(Program(app, make_key(admin, "envelopes:read")).get(PATH).json["items"]) == 1
    refused = Program(app, make_key(member, "signing:embed")).get(PATH)
    assert (refused.status_code, refused.json["code"]) == (403, "scope_missing")
