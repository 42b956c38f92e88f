"""Archives and archived records as a program exports, imports and sees them."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tenants.member import Member
from tests.tenants import archives, ceremonies
from tests.tenants.archives import PATH, PDF, exchange, record, template, written
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

V1 = "/api/v1"


@pytest.fixture
def program(app: Flask, member: Member) -> Iterator[Program]:
    yield Program(app, make_key(member, "envelopes:write", "templates"))


def post(program: Program, data: bytes, key: str = "") -> TestResponse:
    parts = {"archive": (BytesIO(data), "archive.zip")}
    return program.browser.post(
        f"{V1}/imports",
        data=parts,
        headers=program.bearer | ({"Idempotency-Key": key} if key else {}),
        content_type="multipart/form-data",
    )


def test_an_archive_that_is_sent_again_is_imported_once(program: Program) -> None:
    data = written(exchange(templates=[template()]), {PATH: PDF})

    first, again, other = (
        post(program, data, "a"),
        post(program, data, "a"),
        post(program, b"", "a"),
    )

    assert first.status_code == 201, first.text
    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(program.get(f"{V1}/templates").json["items"]) == 1


def test_a_template_is_imported_exported_and_imported_again(program: Program) -> None:
    data = written(exchange(templates=[template(description="For tenants")]), {PATH: PDF})

    made = post(program, data)
    assert made.status_code == 201, made.text
    (item,) = made.json["items"]
    out = program.get(f"{V1}/templates/{item['id']}/export")

    assert (made.status_code, item["kind"], item["name"]) == (201, "template", "Lease")
    assert (out.status_code, out.mimetype) == (200, "application/zip")
    assert archives.manifest(out.data)["templates"][0]["description"] == "For tenants"
    assert list(archives.files(out.data).values()) == [PDF]
    assert post(program, out.data).status_code == 201


def test_several_things_leave_as_one_archive(program: Program, member: Member) -> None:
    sent = ceremonies.sent(member, NOW)
    (kept,) = post(program, archives.of_record()).json["items"]

    out = program.get(f"{V1}/exports?envelopes={sent.id}&archived_records={kept['id']}")
    one = program.get(f"{V1}/envelopes/{sent.id}/export")

    said = archives.manifest(out.data)
    assert [e["name"] for e in said["envelopes"]] == ["Lease"]
    assert [r["name"] for r in said["archived_records"]] == ["Lease of Harbour Street"]
    assert archives.manifest(one.data)["envelopes"] == said["envelopes"]
    assert program.get(f"{V1}/exports").status_code == 409
    assert program.get(f"{V1}/exports?envelopes=x").json["code"] == "invalid_request"


def test_all_that_is_wrong_is_a_problem_with_pointers(program: Program) -> None:
    wrong = record(colour="red", name="")

    answer = post(program, written(exchange(archived_records=[wrong]), {PATH: PDF}))

    assert (answer.status_code, answer.json["code"]) == (422, "exchange_invalid")
    assert {e["pointer"] for e in answer.json["errors"]} == {
        "#/archived_records/0/colour",
        "#/archived_records/0/name",
    }
    assert post(program, PDF).json["code"] == "not_an_exchange"
    assert program.act(f"{V1}/imports", {"archive": "x"}).status_code == 415


def test_a_record_is_listed_searched_downloaded_checked_and_deleted(
    program: Program, member: Member
) -> None:
    for n in (1, 2, 3):
        post(program, archives.of_record(name=f"Lease {n}", source_id=str(n)))

    first = program.get(f"{V1}/archived-records?limit=2").json
    rest = program.get(f"{V1}/archived-records?limit=2&cursor={first['next_cursor']}").json
    (found,) = program.get(
        f"{V1}/archived-records?search=ANA@example.com&source=DocuSeal&limit=1"
    ).json["items"]
    seen = program.get(f"{V1}/archived-records/{found['id']}").json
    file = program.get(seen["files"][0]["href"])
    checked = program.get(f"{V1}/archived-records/{found['id']}/check").json

    assert [r["name"] for r in (*first["items"], *rest["items"])] == [
        "Lease 3",
        "Lease 2",
        "Lease 1",
    ]
    assert rest["next_cursor"] is None
    assert seen["parties"][0]["email"] == "ana@example.com"
    assert (file.data, file.headers["Content-Disposition"]) == (
        PDF,
        "attachment; filename=Lease.pdf",
    )
    assert checked["unchanged"] is True
    member.organization.put(_object(found["id"], seen), b"%PDF-1.7 another lease.")
    changed = program.get(f"{V1}/archived-records/{found['id']}/check").json
    assert changed["unchanged"] is False
    assert program.get(seen["files"][0]["href"]).json["code"] == "record_file_changed"
    gone = program.act(f"{V1}/archived-records/{found['id']}", method="DELETE")
    assert gone.status_code == 204
    assert program.get(f"{V1}/archived-records/{found['id']}").status_code == 404


def test_templates_move_only_with_the_scope_for_templates(
    app: Flask, member: Member, program: Program
) -> None:
    data = written(exchange(templates=[template()]), {PATH: PDF})
    (made,) = post(program, data).json["items"]
    writer = Program(app, make_key(member, "envelopes:write"))

    taken = post(writer, data, "a")
    told = writer.get(f"{V1}/exports?templates={made['id']}")

    assert (taken.status_code, told.status_code) == (403, 403)
    assert taken.json["code"] == told.json["code"] == "scope_missing"
    assert 'scope="templates"' in told.headers["WWW-Authenticate"]
    assert len(program.get(f"{V1}/templates").json["items"]) == 1


def test_a_key_that_reads_imports_nothing_and_strangers_see_nothing(
    app: Flask, member: Member, stranger: Sender, program: Program
) -> None:
    (kept,) = post(program, archives.of_record()).json["items"]
    reader = Program(app, make_key(member, "envelopes:read"))
    other = Program(app, make_key(stranger.member, "envelopes:write"))

    assert post(reader, archives.of_record()).json["code"] == "scope_missing"
    assert reader.get(f"{V1}/exports?archived_records={kept['id']}").status_code == 200
    assert other.get(f"{V1}/archived-records/{kept['id']}").status_code == 404
    assert other.get(f"{V1}/exports?archived_records={kept['id']}").status_code == 404
    assert other.get(f"{V1}/archived-records").json["items"] == []


def _object(record_id: str, seen: Any) -> str:
    return f"archived/{UUID(record_id)}/{UUID(seen['files'][0]['id'])}"
