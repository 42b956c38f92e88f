"""A DocuSeal database with its files is taken over, once, and nothing in it is changed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from core.envelopes.envelope import Status
from tenants.member import Member
from tenants.use_cases.archived_records import archived_records
from tenants.use_cases.envelopes import reading
from tenants.use_cases.templates import template_pages
from tests.deploy.commands.imports import foreign
from tests.deploy.commands.imports.docuseal_database import AUDIT, SIGNED, DocuSealData, fill
from tests.tenants.opening import run


@pytest.fixture(scope="module")
def docuseal(
    services: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    files = tmp_path_factory.mktemp("docuseal")
    with foreign.database(services["TEST_SUPERUSER_URL"]) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            fill(DocuSealData(connection, files))
        yield url, files


def take(member: Member, where: tuple[str, Path], tmp_path: Path, **more: Any) -> dict[str, Any]:
    url, files = where
    return foreign.run(member, "docuseal", tmp_path, database=url, files=str(files), **more)


def test_templates_records_and_what_is_left_are_taken_over_once(
    member: Member, docuseal: tuple[str, Path], tmp_path: Path
) -> None:
    report = take(member, docuseal, tmp_path)
    again = take(member, docuseal, tmp_path)

    template, record = report["imported"]
    content = run(member, template_pages.page, _id(template)).content
    assert [(r.role_name, r.routing_order) for r in content.recipients] == [
        ("Tenant", 1),
        ("Landlord", 2),
    ]
    placed = [(f.kind.name, f.page, round(f.x), round(f.y)) for f in content.fields]
    assert ("signature", 2, 60, 640) in placed
    assert ("date_signed", 1, 60, 480) in placed
    by_name = {f.properties.get("name"): f for f in content.fields}
    assert by_name["city"].properties["default"] == "Lisbon"
    assert by_name["pet_name"].properties["shown_if"] == "pet"
    assert {f.properties.get("formula") for f in content.fields} >= {"city"}
    radios = [f for f in content.fields if f.kind.name == "radio_button"]
    assert {f.properties["choice"] for f in radios} == {"monthly", "yearly"}
    assert template["left_out"] == ["Pay: payment field"]
    kept = run(member, archived_records.get, _id(record))
    assert (kept.name, kept.source) == ("Lease of Ana", "DocuSeal")
    assert [f.kind for f in kept.files] == ["document", "certificate", "trail"]
    read = [b"".join(archived_records.read(member.organization, f)) for f in kept.files[:2]]
    assert read == [SIGNED, AUDIT]
    assert kept.completed_at is not None
    assert kept.completed_at.isoformat() == "2025-03-03T12:00:00+00:00"
    assert report["not_imported"][0]["why"] == ["not completed: 1 of 2 have signed"]
    assert again["imported"] == []
    assert again["imported_before"] == {"template": 1, "submission": 1}


def test_what_is_pending_becomes_a_draft_on_request(
    member: Member, docuseal: tuple[str, Path], tmp_path: Path
) -> None:
    report = take(member, docuseal, tmp_path, drafts=True)

    (made,) = [each for each in report["imported"] if each["kind"] == "envelope"]
    draft = run(member, reading.envelope, _id(made))
    assert (draft.name, draft.status) == ("Lease of Bo", Status.DRAFT)
    assert [r.email for r in draft.recipients] == ["person-1@example.com", "person-2@example.com"]


def test_a_file_that_was_changed_is_not_taken_over(member: Member, tmp_path: Path) -> None:
    """The same from SQLite, which is DocuSeal's usual database."""
    files, path = tmp_path / "files", tmp_path / "db.sqlite3"
    with sqlite3.connect(path) as connection:
        fill(DocuSealData(connection, files, "?"))
        connection.execute(
            "update active_storage_blobs set checksum = 'x' where byte_size = ?", [len(SIGNED)]
        )
    where = (f"sqlite:{path}", files)

    report = take(member, where, tmp_path)

    assert [each["kind"] for each in report["imported"]] == ["template"]
    assert report["not_imported"][0]["why"] == [
        "Lease.pdf: its file is not the one that the database describes"
    ]
    with sqlite3.connect(path) as connection:
        connection.execute("update active_storage_blobs set checksum = '' where checksum = 'x'")
    assert [each["kind"] for each in take(member, where, tmp_path)["imported"]] == [
        "archived_record"
    ]


def _id(made: dict[str, Any]) -> UUID:
    return UUID(made["id"])
