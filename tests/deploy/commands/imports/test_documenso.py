"""A Documenso database is taken over, once: files lie in its rows or in its bucket."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tenants.member import Member
from tenants.use_cases.archived_records import archived_records
from tenants.use_cases.envelopes import reading
from tenants.use_cases.templates import template_pages
from tests.deploy.commands.imports import foreign
from tests.deploy.commands.imports.foreign import pdf
from tests.tenants.opening import run

SIGNED, STORED = pdf("Signed"), pdf("In the bucket")
TABLES = """
    create type "Status" as enum ('DRAFT', 'PENDING', 'COMPLETED', 'REJECTED');
    create table "Team" (id int primary key, url text, name text);
    create table "DocumentMeta" (id text primary key, message text, "signingOrder" text);
    create table "Envelope" (id text primary key, type text, title text, status "Status",
        "createdAt" timestamp(3) default '2025-03-01 10:00', "completedAt" timestamp(3),
        "deletedAt" timestamp(3), "authOptions" jsonb, "teamId" int, "documentMetaId" text);
    create table "DocumentData" (id text primary key, type text, data text, "initialData" text);
    create table "EnvelopeItem" (id text primary key, title text, "order" int,
        "documentDataId" text, "envelopeId" text);
    create table "Recipient" (id int primary key, "envelopeId" text, name text, email text,
        role text, "signingOrder" int, "signingStatus" text, "signedAt" timestamp(3));
    create table "Field" (id int primary key, "envelopeId" text, "envelopeItemId" text,
        "recipientId" int, type text, page int, "positionX" numeric, "positionY" numeric,
        width numeric, height numeric, "fieldMeta" jsonb);
    create table "DocumentAuditLog" (id text primary key, "envelopeId" text, type text,
        "createdAt" timestamp(3), name text, email text, "ipAddress" text, "userAgent" text,
        data jsonb);
    insert into "Team" values (1, 'homes', 'Harbour Homes');
    insert into "DocumentMeta" values ('m', 'Please sign.', 'SEQUENTIAL');
"""
FIELDS: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (1, "SIGNATURE", {}),
    (1, "DATE", {"type": "date", "fontSize": 12}),
    (1, "TEXT", {"label": "City", "text": "Lisbon", "characterLimit": 20, "numberFormat": "x"}),
    (1, "NUMBER", {"label": "Rent", "minValue": 1}),
    (1, "DROPDOWN", {"values": [{"value": "a"}, {"value": "b"}], "defaultValue": "b"}),
    (
        2,
        "CHECKBOX",
        {
            "label": "Pets",
            "values": [{"value": "cat", "checked": True}, {"value": "dog"}],
            "validationRule": "At least",
            "validationLength": 1,
        },
    ),
    (3, "TEXT", {}),
)


def fill(connection: psycopg.Connection[Any]) -> None:
    connection.execute(TABLES)

    def envelope(id: str, type: str, status: str, data: bytes | str) -> None:
        done = "2025-03-02 12:00" if status == "COMPLETED" else None
        connection.execute(
            'insert into "Envelope" (id, type, title, status, "completedAt", "teamId",'
            ' "documentMetaId") values (%s, %s, %s, %s, %s, 1, %s)',
            (id, type, f"Lease {id}", status, done, "m"),
        )
        stored = ("S3_PATH", data)
        if isinstance(data, bytes):
            stored = ("BYTES_64", base64.b64encode(data).decode())
        connection.execute(
            'insert into "DocumentData" values (%s, %s, %s, %s)', (id, *stored, stored[1])
        )
        connection.execute(
            'insert into "EnvelopeItem" values (%s, %s, 1, %s, %s)', (f"i-{id}", "Lease", id, id)
        )

    envelope("t", "TEMPLATE", "DRAFT", pdf("Lease", 2))
    envelope("c", "DOCUMENT", "COMPLETED", SIGNED)
    envelope("s", "DOCUMENT", "COMPLETED", "team/lease.pdf")
    envelope("p", "DOCUMENT", "PENDING", pdf("Pending"))
    people = [
        (1, "t", "Tenant", "recipient.1@documenso.com", "SIGNER", 1, "NOT_SIGNED", None),
        (2, "t", "Landlord", "land@example.com", "APPROVER", 2, "NOT_SIGNED", None),
        (3, "t", "Helper", "help@example.com", "ASSISTANT", 3, "NOT_SIGNED", None),
        (4, "c", "Ana", "ana@example.com", "SIGNER", 1, "SIGNED", "2025-03-02 12:00"),
        (5, "p", "Bo", "bo@example.com", "SIGNER", 1, "NOT_SIGNED", None),
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            'insert into "Recipient" values (%s, %s, %s, %s, %s, %s, %s, %s)', people
        )
        cursor.executemany(
            "insert into \"Field\" values (%s, 't', 'i-t', %s, %s, 2, 10, %s, 25, 5, %s)",
            [
                (n, whose, type, 10 * n, json.dumps(meta))
                for n, (whose, type, meta) in enumerate(FIELDS, 1)
            ],
        )
    connection.execute(
        'insert into "DocumentAuditLog" values (%s, %s, %s, %s, %s, %s, %s, %s, %s)',
        ("l", "c", "DOCUMENT_COMPLETED", "2025-03-02", "Ana", "ana@example.com", "", "", "{}"),
    )


@pytest.fixture(scope="module")
def documenso(
    services: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    files = tmp_path_factory.mktemp("documenso")
    (files / "team").mkdir()
    (files / "team" / "lease.pdf").write_bytes(STORED)
    with foreign.database(services["TEST_SUPERUSER_URL"]) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            fill(connection)
        yield url, files


def take(member: Member, where: tuple[str, Path], tmp_path: Path, **more: Any) -> dict[str, Any]:
    url, files = where
    return foreign.run(member, "documenso", tmp_path, database=url, files=str(files), **more)


def test_templates_and_completed_documents_are_taken_over_once(
    member: Member, documenso: tuple[str, Path], tmp_path: Path
) -> None:
    report = take(member, documenso, tmp_path)
    again = take(member, documenso, tmp_path)

    template, *records = report["imported"]
    content = run(member, template_pages.page, UUID(template["id"])).content
    assert content.message == "Please sign."
    assert [(r.role_name, r.role.name, r.email) for r in content.recipients] == [
        ("Tenant", "signer", ""),
        ("Landlord", "approver", "land@example.com"),
    ]
    signature = next(f for f in content.fields if f.kind.name == "signature")
    assert (signature.page, signature.x, signature.y, signature.width) == (2, 60, 80, 150)
    by_name = {f.properties.get("name"): f.properties for f in content.fields}
    assert by_name["city"] == {"name": "city", "default": "Lisbon", "length": 20}
    assert by_name["rent"]["minimum"] == "1"
    boxes = [f for f in content.fields if f.kind.name == "checkbox"]
    assert template["left_out"][0] == "Helper: the role ASSISTANT"
    assert "City: numberFormat" in template["left_out"]
    assert {f.label for f in boxes} <= {"cat", "dog"}
    assert sorted(r["source_id"] for r in records) == ["c", "s"]
    kept = [run(member, archived_records.get, UUID(r["id"])) for r in records]
    read = {
        r.source_id: b"".join(archived_records.read(member.organization, r.files[0])) for r in kept
    }
    assert read == {"c": SIGNED, "s": STORED}
    assert [p.email for r in kept for p in r.parties] == ["ana@example.com"]
    assert report["not_imported"] == [
        {"kind": "document", "source_id": "p", "name": "Lease p", "why": ["not completed: pending"]}
    ]
    assert (again["imported"], again["imported_before"]) == ([], {"template": 1, "document": 2})


def test_what_is_pending_becomes_a_draft_on_request(
    member: Member, documenso: tuple[str, Path], tmp_path: Path
) -> None:
    report = take(member, documenso, tmp_path, drafts=True)

    (made,) = [each for each in report["imported"] if each["kind"] == "envelope"]
    assert [r.email for r in run(member, reading.envelope, UUID(made["id"])).recipients] == [
        "bo@example.com"
    ]


def test_a_file_that_is_missing_keeps_its_document_out(
    member: Member, documenso: tuple[str, Path], tmp_path: Path
) -> None:
    url, _ = documenso
    (tmp_path / "empty").mkdir()

    report = take(member, (url, tmp_path / "empty"), tmp_path)

    (passed,) = [each for each in report["not_imported"] if each["source_id"] == "s"]
    assert passed["why"] == ["Lease: its file is not there"]


def test_the_database_is_opened_for_reading_alone(
    services: dict[str, str], member: Member, tmp_path: Path
) -> None:
    with foreign.database(services["TEST_SUPERUSER_URL"]) as url, pytest.raises(SystemExit):
        take(member, (url, tmp_path), tmp_path)
