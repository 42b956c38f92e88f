"""Exports are made in steps, opened by a program of nobody's, and checked from the ZIP alone."""

import hashlib
import hmac
import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from actors.retention import delete_export, make_export
from core.access import MemberRole
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from core.retention.refusals import ExportUnderWay
from tenants import leased_job
from tenants.member import Member
from tenants.store.jobs.outbox import LostLease
from tenants.store.retention import export_rows, export_tables
from tenants.use_cases.retention import export_steps, organization_export
from tests.tenants import bulk, ceremonies, retention_requests
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def asked(member: Member) -> UUID:
    export_id = uuid4()
    run(member, organization_export.start, export_id, NOW)
    return export_id


def steps(member: Member) -> int:
    """Every step until the export is ready; how many it took."""
    taken = 0
    while member_export(member)["state"] == "making":
        make_export.make_step(ceremonies.lease_open(member, "make_export"), NOW)
        taken += 1
    return taken


def member_export(member: Member) -> dict[str, Any]:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.rows.one(
            "select state, section, size from exports order by created_at desc limit 1"
        )


def opened(member: Member, export_id: UUID) -> zipfile.ZipFile:
    made, parts = retention_requests.export_file(member, export_id, NOW)
    data = b"".join(parts)
    assert len(data) == made.size
    return zipfile.ZipFile(io.BytesIO(data))


def lines(archive: zipfile.ZipFile, below: str) -> list[dict[str, Any]]:
    names = sorted(n for n in archive.namelist() if n.startswith(f"{below}/"))
    return [json.loads(line) for n in names for line in archive.read(n).decode().splitlines()]


def check_chain(entries: list[dict[str, Any]]) -> str:
    """As README.txt says, with the standard library alone; the hash of the last entry."""
    previous = "0" * 64
    for number, entry in enumerate(entries, start=1):
        said = json.loads(entry["text"])
        assert (said["sequence"], said["previous"]) == (number, previous)
        assert hashlib.sha256(entry["text"].encode()).hexdigest() == entry["hash"]
        for p in entry["personal"]:
            message = UUID(said["id"]).bytes + p["name"].encode() + b"\0" + p["value"].encode()
            found = hmac.digest(bytes.fromhex(p["salt"]), message, "sha256").hex()
            assert said["commitments"][p["name"]] == found
        previous = entry["hash"]
    return previous


def test_every_chain_is_verified_from_the_zip_alone(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    ceremonies.draft_with_document(member, NOW)
    export_id = asked(member)

    steps(member)

    archive = opened(member, export_id)
    trails = lines(archive, "trails")
    assert len(trails) == 2
    for trail in trails:
        assert check_chain(trail["entries"]) == trail["head"]["hash"]
        assert len(trail["entries"]) == trail["head"]["sequence"]
    said = [p["value"] for t in trails for e in t["entries"] for p in e["personal"]]
    assert any("one@example.com" in value for value in said)
    assert check_chain(lines(archive, "admin-log"))


def test_the_manifest_names_every_file_with_its_sum(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    export_id = asked(member)

    steps(member)

    archive = opened(member, export_id)
    assert archive.testzip() is None
    sums = dict(
        reversed(line.split("  ", 1))
        for line in archive.read("MANIFEST.sha256").decode().splitlines()
    )
    assert set(sums) == set(archive.namelist()) - {"MANIFEST.sha256"}
    for name, sum in sums.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == sum
    assert archive.read(f"documents/{envelope.id}/original-01-lease.pdf") == ceremonies.PDF


def test_an_export_made_in_many_steps_is_the_same_file(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        ceremonies.sent(member, NOW)
    for module, name in ((export_rows, "ROWS"), (export_rows, "ENVELOPES"), (export_rows, "FILES")):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(export_rows, "ENTRIES", 2)
    monkeypatch.setattr(export_steps, "PART", 2_000)
    export_id = asked(member)

    taken = steps(member)

    archive = opened(member, export_id)
    assert taken > 5
    assert archive.testzip() is None
    assert len(archive.namelist()) == len(set(archive.namelist()))
    assert len(lines(archive, "data/envelopes")) == 5
    assert len(lines(archive, "data/recipients")) == 15
    assert len({t["envelope"] for t in lines(archive, "trails")}) == 5
    assert sum(n.startswith("documents/") for n in archive.namelist()) == 5


def test_a_worker_that_died_halfway_leaves_nothing_in_the_file(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    export_id = asked(member)
    dead = ceremonies.lease_open(member, "make_export")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set lease_until = now() - interval '1 s' where id = %s", dead.id)
    alive = leased_job.lease(member.organization, dead.id)
    assert alive is not None

    make_export.make_step(alive, NOW)
    with pytest.raises(LostLease):
        # It wakes up again, and finds the export as the other one left it.
        make_export.make_step(dead, NOW)
    steps(member)

    archive = opened(member, export_id)
    assert archive.testzip() is None
    assert f"documents/{envelope.id}/original-01-lease.pdf" in archive.namelist()


def test_no_secret_is_in_an_export(member: Member) -> None:
    ceremonies.sent(member, NOW)
    export_id = asked(member)

    steps(member)

    archive = opened(member, export_id)
    data = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".jsonl"))
    assert "$argon2" not in data
    for name in ("password_hash", "wrapped_key", "private_key", "token_hash", "client_secret"):
        assert f'"{name}"' not in data
    assert member.email in data


def test_an_export_holds_nothing_of_another_organization(member: Member, stranger: Member) -> None:
    theirs = ceremonies.sent(stranger, NOW)
    export_id = asked(member)

    steps(member)

    archive = opened(member, export_id)
    for name in archive.namelist():
        assert str(theirs.id).encode() not in archive.read(name)
    assert [o["id"] for o in lines(archive, "data/organizations")] == [str(member.organization.id)]


def test_only_whoever_asked_downloads_it_and_only_for_a_week(
    member: Member, stranger: Member
) -> None:
    owner, admin = colleague(member, MemberRole.OWNER), colleague(member, MemberRole.ADMIN)
    export_id = asked(member)
    with pytest.raises(NotFound):
        retention_requests.export_file(member, export_id, NOW)
    steps(member)

    for other in (owner, stranger):
        with pytest.raises(NotFound):
            retention_requests.export_file(other, export_id, NOW)
    with pytest.raises(Forbidden):
        retention_requests.export_file(admin, export_id, NOW)
    with pytest.raises(NotFound):
        retention_requests.export_file(member, export_id, NOW + timedelta(days=7))


def test_whoever_is_no_owner_any_more_gets_nothing(member: Member) -> None:
    owner = colleague(member, MemberRole.OWNER)
    export_id = asked(owner)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update memberships set role = 'admin' where person_id = %s", owner.person_id)

    make_export.make_step(ceremonies.lease_open(member, "make_export"), NOW)
    delete_export.delete_export(ceremonies.lease_open(member, "delete_export"))

    with pytest.raises(Forbidden):
        retention_requests.export_file(owner, export_id, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select from exports") == []


def test_what_was_made_for_somebody_who_has_left_is_swept(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_steps, "PART", 1)
    owner = colleague(member, MemberRole.OWNER)
    export_id = asked(owner)
    make_export.make_step(ceremonies.lease_open(member, "make_export"), NOW)
    with member.organization.transaction(SYSTEM) as tx:
        (part, *_) = tx.rows.all("select object from export_parts")
        tx.memberships.remove(owner.person_id)

    make_export.make_step(ceremonies.lease_open(member, "make_export"), NOW)
    swept = ceremonies.lease_open(member, "delete_export")
    delete_export.delete_export(swept)

    assert swept.arguments == {"export_id": str(export_id)}
    with pytest.raises(NotFound):
        member.organization.get(part["object"])


def test_one_export_at_a_time_and_the_same_id_is_the_same_one(member: Member) -> None:
    export_id = asked(member)
    run(member, organization_export.start, export_id, NOW)

    with pytest.raises(ExportUnderWay):
        asked(member)

    assert len(run(member, organization_export.own, NOW)) == 1


def test_what_is_thrown_away_is_made_no_further_and_swept(member: Member) -> None:
    ceremonies.sent(member, NOW)
    export_id = asked(member)
    steps(member)
    with member.organization.transaction(SYSTEM) as tx:
        (part,) = tx.rows.all("select object from export_parts")

    for _ in range(2):
        run(member, organization_export.discard, export_id, NOW)
    assert run(member, organization_export.own, NOW) == ()
    delete_export.delete_export(ceremonies.lease_open(member, "delete_export"))

    with pytest.raises(NotFound):
        member.organization.get(part["object"])
    with member.organization.transaction(SYSTEM) as tx:
        for table in ("exports", "export_parts", "export_entries"):
            assert tx.rows.all(f"select from {table}") == []


def test_it_is_mailed_when_the_export_is_ready(member: Member) -> None:
    asked(member)

    steps(member)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select from outbox where kind = 'mail_account' and state = 'open'")


def test_every_table_is_exported_or_left_out_for_a_reason(services: dict[str, str]) -> None:
    with psycopg.connect(services["DATABASE_URL"]) as connection:
        rows = connection.execute(
            "select relname from pg_class"
            " where relnamespace = any ('{directory,tenant}'::regnamespace[])"
            " and relkind in ('r', 'p')"
        )
        tables = {row[0] for row in rows}

    assert tables - set(export_tables.TABLES) - set(export_tables.LEFT_OUT) == set()
    assert set(export_tables.TABLES) & set(export_tables.LEFT_OUT) == set()
    assert set(export_tables.TABLES) <= tables


def test_the_format_is_documented_as_it_is() -> None:
    import pathlib

    text = (pathlib.Path(__file__).parents[4] / "docs" / "export.md").read_text()
    for name in export_tables.TABLES:
        assert re.search(rf"\b{name}\b", text), name


def test_what_somebody_else_has_filled_in_is_not_about_whoever_might_have(member: Member) -> None:
    envelope = ceremonies.sent_for_several(member, NOW)
    ceremonies.sign(member, envelope.recipients[1], NOW)
    export_id = uuid4()
    run(member, organization_export.start, export_id, NOW, "one@example.com")

    steps(member)

    archive = opened(member, export_id)
    (signature,) = lines(archive, "data/fields")
    assert (signature["kind"], signature["value"]) == ("signature", "")
    assert len(lines(archive, "data/field_recipients")) == 2


def test_an_export_about_one_person_says_nothing_personal_of_others(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    ceremonies.draft_with_document(member, NOW)
    export_id = uuid4()
    run(member, organization_export.start, export_id, NOW, " ONE@example.com ")

    steps(member)

    archive = opened(member, export_id)
    (trail,) = lines(archive, "trails")
    assert check_chain(trail["entries"]) == trail["head"]["hash"]
    assert [r["email"] for r in lines(archive, "data/recipients")] == ["one@example.com"]
    assert "mine" in {f["value"] for f in lines(archive, "data/fields")}
    text = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".jsonl"))
    assert "one@example.com" in text
    assert "192.0.2.7" in text
    for other in ("two@example.com", "Signer Two", member.email):
        assert other not in text
    assert f"documents/{envelope.id}/original-01-lease.pdf" in archive.namelist()
    assert not any(n.startswith("admin-log/") for n in archive.namelist())


def test_what_was_hidden_or_redacted_does_not_leave_by_the_name_of_its_recipient(
    member: Member, services: dict[str, str]
) -> None:
    hidden, edited, shown = (ceremonies.completed(member, NOW).documents[0].id for _ in range(3))
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(
            "update documents d set hidden_from = array(select r.id from recipients r"
            " where r.envelope_id = d.envelope_id and r.folded_email = 'one@example.com')"
            " where id = %s",
            [hidden],
        )
        superuser.execute(
            "update documents set page_edits = %s where id = %s", ["[[1, 0, [], [0, 0]]]", edited]
        )
    export_id = uuid4()
    run(member, organization_export.start, export_id, NOW, "one@example.com")

    steps(member)

    archive = opened(member, export_id)
    names = [n.rpartition("/")[2] for n in archive.namelist() if n.startswith("documents/")]
    assert sorted(names) == [
        *["certificate-of-completion.pdf"] * 3,
        "original-01-lease.pdf",
        *["sealed-01-lease.pdf"] * 2,
    ]
    assert {d["id"] for d in lines(archive, "data/documents")} == {str(edited), str(shown)}
    told = {f["document_id"] for f in lines(archive, "data/sealed_files")}
    assert str(hidden) not in told and {str(edited), str(shown)} <= told


def test_of_rows_of_bulk_sends_only_the_cells_of_the_person_leave(member: Member) -> None:
    head = (*bulk.HEAD, "Guarantor")
    table = [(*row, f"guarantor-{n}@example.com") for n, row in enumerate(bulk.rows(2), 1)]
    bulk_id = bulk.uploaded(member, bulk.template(member, NOW), bulk.csv(table, head), NOW)
    bulk.checked(member, bulk_id)
    told = {}
    for address in ("buyer-1@example.com", "guarantor-2@example.com"):
        export_id, later = uuid4(), NOW + timedelta(hours=len(told))
        run(member, organization_export.start, export_id, later, address)
        steps(member)
        archive = opened(member, export_id)
        told[address] = [(r["number"], r["cells"]) for r in lines(archive, "data/bulk_send_rows")]
        assert not any("addresses" in row for row in lines(archive, "data/bulk_send_rows"))

    assert told == {
        "buyer-1@example.com": [(2, {"1": "Buyer 1", "2": "buyer-1@example.com", "4": "Lisbon"})],
        "guarantor-2@example.com": [(3, {"5": "guarantor-2@example.com"})],
    }
