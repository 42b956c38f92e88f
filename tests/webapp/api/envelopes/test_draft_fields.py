"""The fields of a draft, as programs place, change and remove them."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


@pytest.fixture
def draft(member: Member) -> Envelope:
    envelope = ceremonies.draft_with_document(member, NOW)
    return run(member, drafting.name_recipients, envelope.id, [ceremonies.recipient()], NOW)


def field(draft: Envelope, **changes: Any) -> dict[str, Any]:
    place = {"kind": "text", "page": 1, "x": 100, "y": 100, "width": 150, "height": 40}
    whose = [str(draft.recipients[0].id)]
    return place | {"document_id": str(draft.documents[0].id), "recipient_ids": whose} | changes


def test_fields_are_placed_together_changed_and_removed(program: Program, draft: Envelope) -> None:
    place = f"/api/v1/envelopes/{draft.id}/fields"
    body = {"fields": [field(draft), field(draft, kind="signature", y=300)]}

    made = program.act(place, body, key="a")
    again = program.act(place, body, key="a")
    assert made.status_code == 201, made.text
    text, signature = made.json["items"]
    changes = {"x": 200, "label": "Rent", "properties": {"name": "rent"}}
    changed = program.act(f"{place}/{text['id']}", changes, "PATCH")
    gone = program.act(f"{place}/{signature['id']}", method="DELETE")
    left = program.get(place)

    assert again.json == made.json
    assert (changed.status_code, changed.json["x"], changed.json["label"]) == (200, 200, "Rent")
    assert changed.json["properties"]["name"] == "rent"
    assert gone.status_code == 204
    assert left.json["items"] == [changed.json]
    assert program.get(place, **{"If-None-Match": left.headers["ETag"]}).status_code == 304


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_placed(
    program: Program, draft: Envelope
) -> None:
    place = f"/api/v1/envelopes/{draft.id}/fields"

    def pointers(*fields: dict[str, Any]) -> set[str]:
        answer = program.act(place, {"fields": list(fields)})
        assert answer.status_code == 422
        return {each["pointer"] for each in answer.json["errors"]}

    unread = field(draft, kind="nothing"), field(draft, colour="red"), field(draft, page=0)
    assert pointers(*unread) == {"#/fields/0/kind", "#/fields/1/colour", "#/fields/2/page"}
    assert pointers(field(draft, properties={"formula": "1"})) == {"#/fields/0/properties/formula"}
    off = field(draft, x=5_000), field(draft), field(draft, recipient_ids=[str(uuid4())])
    assert pointers(*off) == {"#/fields/0", "#/fields/2"}
    assert program.get(place).json["items"] == []


def test_a_field_of_a_sent_envelope_or_of_others_is_not_changed(
    app: Flask, program: Program, member: Member, draft: Envelope, stranger: Sender
) -> None:
    other = Program(app, make_key(stranger.member))
    place = f"/api/v1/envelopes/{draft.id}/fields"
    (made,) = program.act(place, {"fields": [field(draft)]}).json["items"]
    sent = ceremonies.sent(member, NOW)
    late = f"/api/v1/envelopes/{sent.id}/fields/{sent.fields[0].id}"

    assert other.get(place).status_code == 404
    assert other.act(place, {"fields": [field(draft)]}).status_code == 404
    assert other.act(f"{place}/{made['id']}", {"x": 1}, "PATCH").status_code == 404
    assert other.act(f"{place}/{made['id']}", method="DELETE").status_code == 404
    assert program.act(late, {"x": 1}, "PATCH").json["code"] == "not_a_draft"
    assert program.act(late, method="DELETE").json["code"] == "not_a_draft"
    wrong = program.act(f"{place}/{made['id']}", {"properties": {"formula": "1"}}, "PATCH")
    assert wrong.json["errors"][0]["pointer"] == "#/properties/formula"
    off = program.act(f"{place}/{made['id']}", {"page": 9}, "PATCH")
    assert (off.status_code, off.json["errors"][0]["pointer"]) == (422, "#")
