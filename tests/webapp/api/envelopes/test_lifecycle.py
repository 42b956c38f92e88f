"""Programs void, remind, copy, hand over, delete and restore envelopes."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Status
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api.programs import PATH, Program, make_key


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_an_envelope_is_voided_with_a_reason_once(
    program: Program, member: Member, now: datetime
) -> None:
    place = f"{PATH}/{ceremonies.sent(member, now).id}"

    without = program.act(f"{place}/void", {})
    voided = program.act(f"{place}/void", {"reason": "Wrong tenant"})
    again = program.act(f"{place}/void", {"reason": "Wrong tenant"})

    assert (without.status_code, without.json["errors"][0]["pointer"]) == (422, "#/reason")
    assert (voided.status_code, voided.json["status"]) == (200, "voided"), voided.text
    assert again.json == voided.json


def test_what_is_completed_cannot_be_voided(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.completed(member, now)

    answer = program.act(f"{PATH}/{envelope.id}/void", {"reason": "Too late"})

    assert (answer.status_code, answer.json["code"]) == (409, "no_longer_voidable")


def test_recipients_are_reminded_together_or_alone(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now - timedelta(hours=2))
    place = f"{PATH}/{envelope.id}/remind"
    first, second, _ = (str(r.id) for r in envelope.recipients)

    not_theirs = program.act(place, {"recipient_id": second})
    reminded = program.act(place, {"recipient_id": first})
    again = program.act(place, {})

    assert (not_theirs.status_code, not_theirs.json["code"]) == (409, "not_their_turn")
    assert reminded.status_code == 200, reminded.text
    assert (again.status_code, again.json["code"]) == (409, "reminded_already")


def test_a_copy_is_a_new_draft(program: Program, member: Member, now: datetime) -> None:
    envelope = ceremonies.sent(member, now)

    copied = program.act(f"{PATH}/{envelope.id}/copy")

    assert (copied.status_code, copied.json["status"]) == (201, "draft"), copied.text
    assert program.get(copied.headers["Location"]).json == copied.json
    assert [r["name"] for r in copied.json["recipients"]] == ["Signer One", "Signer Two", "Copy"]


def test_an_envelope_is_given_to_a_member_who_may_send(
    program: Program, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)
    place = f"{PATH}/{envelope.id}/transfer"
    sender, viewer = (colleague(member, r) for r in (MemberRole.SENDER, MemberRole.VIEWER))

    given = program.act(place, {"person_id": str(sender.person_id)})
    refused = program.act(place, {"person_id": str(viewer.person_id)})
    nobody = program.act(place, {"person_id": str(uuid4())})

    assert given.status_code == 200, given.text
    assert run(member, reading.envelope, envelope.id).sender_id == sender.person_id
    assert (refused.status_code, refused.json["code"]) == (409, "not_a_sender")
    assert nobody.status_code == 404


def test_a_draft_goes_into_the_bin_and_comes_out(
    program: Program, member: Member, now: datetime
) -> None:
    draft = ceremonies.complete_draft(member, now)
    place = f"{PATH}/{draft}"

    gone = program.act(place, method="DELETE")
    again = program.act(place, method="DELETE")
    (listed,) = program.get("/api/v1/recycle-bin").json["items"]

    assert (gone.status_code, again.status_code) == (204, 204), again.text
    assert program.get(place).status_code == 404
    assert (listed["id"], listed["status"]) == (str(draft), "draft")
    assert program.act(f"{place}/restore").json["id"] == str(draft)
    assert run(member, reading.envelope, draft).status is Status.DRAFT


def test_what_is_under_way_is_not_deleted(program: Program, member: Member, now: datetime) -> None:
    answer = program.act(f"{PATH}/{ceremonies.sent(member, now).id}", method="DELETE")

    assert (answer.status_code, answer.json["code"]) == (409, "not_deletable")
