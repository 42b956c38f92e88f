from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_a_program_corrects_people_and_expiry_at_once(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    first, second, _ = envelope.recipients
    late = {"name": "Late Person", "email": "late@example.com", "order": 2}
    until = (now + timedelta(days=9)).replace(microsecond=0)

    answer = program.browser.post(
        f"{PATH}/{envelope.id}/corrections",
        json={
            "recipients": [
                {"id": str(first.id), "email": "right@example.com"},
                {"id": str(second.id), "remove": True},
            ],
            "added": [late | {"takes_over": str(second.id)}],
            "expires_at": until.isoformat(),
        },
        headers=program.bearer,
    )

    assert answer.status_code == 200, answer.text
    people = answer.json["recipients"]
    assert [(r["email"], r["status"]) for r in people] == [
        ("right@example.com", "sent"),
        (second.email, "skipped"),
        ("copy@example.com", "created"),
        ("late@example.com", "created"),
    ]
    assert [f["kind"] for f in people[3]["fields"]] == ["signature", "text"]
    assert datetime.fromisoformat(answer.json["expires_at"]) == until
    assert run(member, reading.envelope, envelope.id).expires_at == until


def test_what_cannot_be_corrected_changes_nothing(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    place = f"{PATH}/{envelope.id}/corrections"
    signer = {"name": "Late Person", "email": "late@example.com"}

    def post(path: str, body: object) -> TestResponse:
        return program.browser.post(path, json=body, headers=program.bearer)

    unknown = post(place, {"recipients": [{"id": str(uuid4())}]})
    fieldless = post(place, {"added": [signer]})
    past = post(place, {"expires_at": "2020-01-01T00:00:00Z"})
    elsewhere = post(f"{PATH}/{UUID(int=1)}/corrections", {})

    codes = [a.status_code for a in (unknown, fieldless, past, elsewhere)]
    assert codes == [404, 422, 422, 404]
    assert run(member, reading.envelope, envelope.id).recipients == envelope.recipients
