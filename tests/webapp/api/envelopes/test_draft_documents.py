"""The documents of a draft, as programs add, name, order, see and remove them."""

import base64
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import PDF, Program, make_key
from tests.webapp.senders import Sender


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


@pytest.fixture
def place(member: Member) -> str:
    envelope = ceremonies.draft_with_document(member, NOW)
    return f"/api/v1/envelopes/{envelope.id}/documents"


def body(name: str = "Annex.pdf", data: bytes = PDF) -> dict[str, Any]:
    return {"name": name, "content": base64.b64encode(data).decode()}


def names(program: Program, place: str) -> list[str]:
    return [each["name"] for each in program.get(place).json["items"]]


def test_documents_are_added_once_renamed_put_in_order_and_removed(
    program: Program, place: str
) -> None:
    (first,) = program.get(place).json["items"]
    made = program.act(place, body(), key="a")
    again = program.act(place, body(), key="a")
    part = program.browser.post(
        place,
        data={"file": (BytesIO(PDF), "Plan.pdf")},
        headers=program.bearer,
        content_type="multipart/form-data",
    )
    ids = [part.json["id"], made.json["id"], first["id"]]

    assert (made.status_code, made.json["status"]) == (201, "processing")
    assert again.json == made.json
    assert program.get(made.headers["Location"]).json == made.json
    renamed = program.act(f"{place}/{ids[1]}", {"name": "Appendix"}, "PATCH")
    ordered = program.act(f"{place}/order", {"documents": ids}, "PUT")
    assert (renamed.status_code, ordered.status_code) == (200, 200), ordered.text
    assert [d["id"] for d in ordered.json["documents"]] == ids
    assert names(program, place)[:2] == ["Plan.pdf", "Appendix"]
    assert program.act(f"{place}/{ids[0]}", method="DELETE").status_code == 200
    assert names(program, place) == ["Appendix", first["name"]]


def test_what_is_wrong_is_refused_with_its_place(
    app: Flask, program: Program, place: str, member: Member, stranger: Sender
) -> None:
    (first,) = program.get(place).json["items"]
    other = Program(app, make_key(stranger.member))
    reader = Program(app, make_key(member, "envelopes:read"))
    twice = program.act(f"{place}/order", {"documents": [first["id"]] * 2}, "PUT")

    assert program.act(place, {"name": "a/b"}).json["errors"][0]["pointer"] == "#/name"
    assert program.act(place, body(data=b"")).json["code"] == "empty_file"
    private = program.act(place, {"name": "a", "url": "https://127.0.0.1/a.pdf"})
    assert private.json["errors"][0]["pointer"] == "#/url"
    assert twice.json["errors"][0]["pointer"] == "#/documents"
    assert program.act(f"{place}/{uuid4()}", {"name": "A"}, "PATCH").status_code == 404
    assert program.act(f"{place}/{uuid4()}", method="DELETE").status_code == 404
    assert other.get(place).status_code == 404
    assert other.act(place, body()).status_code == 404
    assert reader.act(place, body()).json["code"] == "scope_missing"
    sent = ceremonies.sent(member, NOW)
    late = f"/api/v1/envelopes/{sent.id}/documents"
    assert program.act(late, body()).json["code"] == "not_a_draft"
    renamed = program.act(f"{late}/{sent.documents[0].id}", {"name": "A"}, "PATCH")
    assert renamed.json["code"] == "not_a_draft"


def test_a_page_of_another_width_or_number_is_none(program: Program, place: str) -> None:
    (first,) = program.get(place).json["items"]

    assert program.get(f"{place}/{first['id']}/pages/1?width=5").status_code == 422
    assert program.get(f"{place}/{first['id']}/pages/9").status_code == 404
    assert program.get(f"{place}/{first['id']}/file?version=new").status_code == 422
