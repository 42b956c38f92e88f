"""Later starts, pauses and other people, by programs."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from core.envelopes.recipient import RecipientStatus
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, envelope, make_key


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_a_draft_is_scheduled_changed_and_started(
    program: Program, member: Member, now: datetime
) -> None:
    id = ceremonies.complete_draft(member, now)
    place = f"{PATH}/{id}/start"

    sent = program.act(place, {"starts_at": (now + timedelta(days=3)).isoformat()}, "PUT")
    later = program.act(place, {"starts_at": (now + timedelta(days=4)).isoformat()}, "PUT")
    started = program.act(place)

    assert (sent.status_code, sent.json["status"]) == (200, "sent"), sent.text
    assert sent.json["recipients"][0]["status"] == "created"
    assert later.json["starts_at"] > sent.json["starts_at"]
    assert started.json["starts_at"] is None
    assert started.json["recipients"][0]["status"] == "sent"


def test_a_time_that_has_passed_or_has_no_zone_is_refused(
    program: Program, member: Member, now: datetime
) -> None:
    place = f"{PATH}/{ceremonies.complete_draft(member, now)}/start"

    past = program.act(place, {"starts_at": (now - timedelta(days=1)).isoformat()}, "PUT")
    naive = program.act(place, {"starts_at": "2030-01-01T09:00:00"}, "PUT")

    assert past.status_code == naive.status_code == 422


def test_it_is_paused_and_resumed(program: Program, member: Member, now: datetime) -> None:
    place = f"{PATH}/{ceremonies.sent(member, now).id}"

    paused = program.act(f"{place}/pause")
    resumed = program.act(f"{place}/resume")

    assert paused.json["paused_at"] is not None
    assert resumed.json["paused_at"] is None


def test_a_part_is_given_to_someone_else(program: Program, member: Member, now: datetime) -> None:
    sent = ceremonies.sent(member, now)
    place = f"{PATH}/{sent.id}/recipients/{sent.recipients[0].id}/reassign"

    answer = program.act(place, {"name": "Carl", "email": "carl@example.com"})

    assert answer.status_code == 200, answer.text
    assert answer.json["recipients"][0]["status"] == "reassigned"
    after = run(member, reading.envelope, sent.id).recipients[-1]
    assert (after.name, after.status) == ("Carl", RecipientStatus.SENT)


def test_a_new_envelope_has_steps_that_wait(program: Program, member: Member) -> None:
    made = program.post(envelope(steps=[{"order": 2, "delay": 48}], starts_at=None))

    assert made.status_code == 201, made.text
