"""Bulk sends as a program starts and follows them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tenants.member import Member
from tests.tenants import bulk
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import Program, make_key

PLACE = "/api/v1/bulk-sends"


@pytest.fixture
def program(app: Flask, member: Member) -> Iterator[Program]:
    yield Program(app, make_key(member))


def row(number: int, email: str = "", **values: str) -> dict[str, Any]:
    address = email or f"buyer-{number}@example.com"
    return {
        "roles": [{"role": "Buyer", "name": f"Buyer; {number}, Ltd; a; b; c", "email": address}],
        "values": {"price": str(number), **values},
    }


def post(program: Program, place: str, body: dict[str, Any], key: str = "") -> TestResponse:
    headers = program.bearer | ({"Idempotency-Key": key} if key else {})
    return program.browser.post(f"{PLACE}{place}", json=body, headers=headers)


def checked(program: Program, member: Member, *rows: dict[str, Any]) -> str:
    body = {"template_id": str(bulk.template(member, NOW)), "rows": rows, "name": "Spring"}
    answer = post(program, "", body)
    assert (answer.status_code, answer.json["state"]) == (201, "reading")
    bulk.read(member)
    bulk.work(member.organization, "check_bulk_rows")
    return f"/{answer.json['id']}"


def test_rows_are_given_checked_started_and_followed(program: Program, member: Member) -> None:
    place = checked(program, member, row(1), row(2, "nowhere"), row(3))
    seen = program.get(PLACE + place).json
    assert (seen["state"], seen["name"]) == ("checked", "Spring")
    assert seen["counts"] == {"ready": 2, "wrong": 1}
    wrong = program.get(f"{PLACE}{place}/rows?state=wrong").json["items"]
    assert [(r["number"], r["errors"][0]["about"]) for r in wrong] == [(2, "Buyer e-mail")]

    other = post(program, f"{place}/start", {"rows": 3})
    started = post(program, f"{place}/start", {"rows": 2, "rate": 60})
    again = post(program, f"{place}/start", {"rows": 2})
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row")

    assert (other.status_code, started.status_code, again.status_code) == (409, 200, 200)
    assert (started.json["state"], started.json["rate"]) == ("running", 60)
    sent = program.get(f"{PLACE}{place}/rows?state=sent").json["items"]
    envelope = program.get(f"/api/v1/envelopes/{sent[0]['envelope_id']}").json
    assert [r["number"] for r in sent] == [1, 3]
    assert envelope["recipients"][0]["name"] == "Buyer; 1, Ltd; a; b; c"
    assert program.get(PLACE + place).json["state"] == "finished"


def test_it_is_paused_resumed_and_cancelled(program: Program, member: Member) -> None:
    place = checked(program, member, row(1), row(2))
    post(program, f"{place}/start", {"rows": 2})

    states = [
        post(program, f"{place}/changes", {"action": action}).json["state"]
        for action in ("pause", "resume", "cancel")
    ]

    assert states == ["paused", "running", "cancelled"]
    assert program.get(PLACE + place).json["counts"] == {"cancelled": 2}


def test_a_request_that_is_sent_again_gets_the_first_answer(
    program: Program, member: Member
) -> None:
    body = {"template_id": str(bulk.template(member, NOW)), "rows": [row(1)]}

    first, second = (post(program, "", body, "spring-1") for _ in range(2))
    reused = post(program, "", body | {"name": "Other"}, "spring-1")

    assert first.json == second.json
    assert second.headers["Idempotent-Replayed"] == "true"
    assert reused.status_code == 422


def test_roles_and_fields_that_the_template_has_not_are_named(
    program: Program, member: Member
) -> None:
    template_id = str(bulk.template(member, NOW))

    stranger = row(1) | {"roles": [{"role": "Seller", "name": "A", "email": "a@example.com"}]}
    answers = [
        post(program, "", {"template_id": template_id, "rows": [asked]}).get_json()
        for asked in (stranger, row(1, cost="1"))
    ]

    assert "Seller" in str(answers[0]) and "cost" in str(answers[1])
    assert [a["status"] for a in answers] == [422, 422]
