"""Fields that a program places where a text or a tag stands, as soon as the pages are drawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from tenants.member import Member
from tenants.use_cases.documents.document_intake import IntakeResult
from tests.tenants import ceremonies
from tests.tenants.ceremonies import Rendered, lease_open
from tests.webapp.api.programs import Program, envelope, field, make_key, recipient

TEXT = ["Lease", "Signature of  the Tenant:", "Initials", "and once more: initials"]


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def anchored(text: str, **changes: Any) -> dict[str, Any]:
    where = {"text": text} | changes.pop("anchor", {})
    return {"kind": "signature", "anchor": where} | changes


def take_in(
    member: Member, made: TestResponse, now: datetime, found: list[dict[str, Any]] | None = None
) -> None:
    envelope_id = UUID(made.json["id"])
    taken = IntakeResult(ceremonies.CANONICAL, (Page(595, 842),), (), found or [])
    intake_document.accept(lease_open(member, "intake_document", envelope_id), taken, now)
    job = lease_open(member, "render_pages", envelope_id)
    render_pages.keep(job, [Rendered(1)], {1: ceremonies.lines_of(TEXT)}, now)


def test_a_field_is_placed_at_its_text_and_the_envelope_is_sent(
    program: Program, member: Member, now: datetime
) -> None:
    at = anchored("signature OF the tenant", anchor={"x": 10, "y": 4}, width=150, height=40)
    made = program.post(envelope(status="sent", recipients=[recipient(fields=[at])]))
    assert (made.status_code, made.json["sending"]) == (201, "waiting")

    take_in(member, made, now)

    sent = program.get(made.headers["Location"]).json
    (placed,) = sent["recipients"][0]["fields"]
    assert sent["status"] == "sent"
    assert (placed["page"], placed["x"], placed["y"]) == (1, 80.0, 90 + 20 + 12 + 4 - 40)


def test_all_places_of_a_text_get_a_field_with_a_name_of_its_own(
    program: Program, member: Member, now: datetime
) -> None:
    at = anchored("initials", kind="text", anchor={"which": "all"}, properties={"name": "initials"})
    made = program.post(envelope(recipients=[recipient(fields=[field(), at])]))

    take_in(member, made, now)

    fields = program.get(made.headers["Location"]).json["recipients"][0]["fields"]
    names = [f["properties"].get("name") for f in fields if f["kind"] == "text"]
    assert names == ["initials", "initials_2"]


def test_a_text_that_is_not_found_refuses_the_sending_and_is_named(
    program: Program, member: Member, now: datetime
) -> None:
    at = anchored("Signature of the Owner: here")
    made = program.post(envelope(status="sent", recipients=[recipient(fields=[field(), at])]))

    take_in(member, made, now)

    draft = program.get(made.headers["Location"]).json
    assert (draft["sending"], draft["sending_problem"]) == ("refused", "text_not_found")
    assert draft["documents"][0]["missing_texts"] == ["Signature of the Owner: here"]
    assert len(draft["recipients"][0]["fields"]) == 1


def test_tags_become_fields_of_the_recipient_with_their_role(
    program: Program, member: Member, now: datetime
) -> None:
    tag = {"kind": "signature", "source": "tag", "role": "Buyer", "required": None, "key": "1"}
    box = {"page": 1, "x": 70.0, "y": 90.0, "width": 120.0, "height": 30.0, "label": ""}
    asked = envelope(status="sent", recipients=[recipient(role_name="Buyer", fields=[])])
    asked["documents"][0]["place_tags"] = True
    made = program.post(asked)

    take_in(member, made, now, [tag | box, tag | box | {"source": "form", "key": "2"}])

    sent = program.get(made.headers["Location"]).json
    assert sent["status"] == "sent", sent
    assert [f["kind"] for f in sent["recipients"][0]["fields"]] == ["signature"]


def test_a_tag_whose_role_no_one_has_is_named(
    program: Program, member: Member, now: datetime
) -> None:
    tag = {"kind": "signature", "source": "tag", "role": "Seller", "required": None, "key": "1"}
    box = {"page": 1, "x": 70.0, "y": 90.0, "width": 120.0, "height": 30.0, "label": ""}
    asked = envelope(status="sent", recipients=[recipient(role_name="Buyer")])
    asked["documents"][0]["place_tags"] = True
    made = program.post(asked)

    take_in(member, made, now, [tag | box])

    draft = program.get(made.headers["Location"]).json
    assert (draft["sending"], draft["sending_problem"]) == ("refused", "text_not_found")
    assert draft["documents"][0]["missing_texts"] == ["Seller"]


@pytest.mark.parametrize(
    "place", [{"page": 1}, {"page": 1, "x": 1, "y": 1, "anchor": {"text": "x"}}]
)
def test_a_field_has_a_place_or_an_anchor(program: Program, place: dict[str, Any]) -> None:
    one = {"kind": "signature"} | place

    answer = program.post(envelope(recipients=[recipient(fields=[one])]))

    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert error["pointer"] == "#/recipients/0/fields/0"
    assert "anchor" in error["detail"]
