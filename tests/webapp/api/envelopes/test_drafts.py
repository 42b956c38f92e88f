"""Programs change a draft as a whole, note something about it, and file it."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.custom_field import CustomField, CustomFieldKind
from tenants.member import Member
from tenants.use_cases.envelopes import custom_fields, reading
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_what_is_left_out_of_a_change_stays(
    program: Program, member: Member, now: datetime
) -> None:
    place = f"{PATH}/{ceremonies.complete_draft(member, now)}"

    first = program.act(place, {"name": "Lease of June", "remind_after": 2}, "PATCH")
    second = program.act(place, {"message": "Please sign.", "proofs": ["email_code"]}, "PATCH")

    assert (first.status_code, second.status_code) == (200, 200), second.text
    changed = second.json
    assert (changed["name"], changed["message"]) == ("Lease of June", "Please sign.")
    assert changed["remind_after"] == 2
    assert changed["recipients"][0]["proofs"] == ["email_code"]
    assert len(changed["recipients"]) == 3


def test_of_a_sent_envelope_only_notes_change(
    program: Program, member: Member, now: datetime
) -> None:
    field = CustomField(uuid4(), "Project", CustomFieldKind.TEXT)
    run(member, custom_fields.define, field, NOW)
    place = f"{PATH}/{ceremonies.sent(member, now).id}"
    notes = {"external_id": "A-1", "custom_fields": {str(field.id): "Harbour"}}

    noted = program.act(place, notes | {"metadata": {"crm": "7"}}, "PATCH")
    more = program.act(place, {"metadata": {}}, "PATCH")
    refused = program.act(place, {"name": "Another"}, "PATCH")
    unknown = program.act(place, {"custom_fields": {str(uuid4()): "x"}}, "PATCH")

    assert (noted.status_code, more.status_code) == (200, 200), noted.text
    assert program.get(f"{place}/notes").json == notes | {"metadata": {}}
    assert (refused.status_code, refused.json["code"]) == (409, "not_a_draft")
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "#/custom_fields")
    (listed,) = program.get("/api/v1/custom-fields").json["items"]
    assert (listed["id"], listed["kind"]) == (str(field.id), "text")


def test_it_is_filed_in_a_folder_with_tags(program: Program, member: Member, now: datetime) -> None:
    id = ceremonies.complete_draft(member, now)
    folder = program.act("/api/v1/folders", {"name": "Leases"})
    tag = program.act("/api/v1/tags", {"name": "Urgent", "hue": 3})
    place = f"{PATH}/{id}/filing"

    filed = program.act(place, {"folder_id": folder.json["id"], "tag_ids": [tag.json["id"]]}, "PUT")
    out = program.act(place, {"folder_id": None}, "PUT")
    nowhere = program.act(place, {"folder_id": str(uuid4())}, "PUT")

    assert filed.json == {"folder_id": folder.json["id"], "tag_ids": [tag.json["id"]]}, filed.text
    assert out.json == {"folder_id": None, "tag_ids": [tag.json["id"]]}
    assert nowhere.status_code == 404
    assert run(member, reading.envelope, id).id == id


def test_folders_are_renamed_and_deleted(program: Program) -> None:
    made = program.act("/api/v1/folders", {"name": "Leases"})
    place = made.headers["Location"]

    renamed = program.act(place, {"name": "Old leases"}, "PATCH")
    nameless = program.act(place, {"name": ""}, "PATCH")
    gone = program.act(place, method="DELETE")

    assert (made.status_code, renamed.json["name"]) == (201, "Old leases"), renamed.text
    assert (nameless.status_code, gone.status_code) == (422, 204)
    assert program.get(place).status_code == 404
