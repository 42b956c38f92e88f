"""The audit trail split by the hash of the envelope: chains verify across the partitions."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from core.evidence import audit
from core.evidence.audit import Trail
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants import schema
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run

PARTITIONS = [f"audit_events_{n}" for n in range(4)]
PREPARED = schema.FOLDER / "prepared" / "partition_audit_events.sql"


@pytest.fixture
def urls(services: dict[str, str]) -> Iterator[dict[str, str]]:
    """Where the application, the owner and a superuser find a database of their own."""
    name = f"split_{uuid4().hex[:12]}"
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f"create database {name} owner owner")
        connection.execute(f"alter database {name} set search_path = tenant, directory")
    roles = {
        "app": "DATABASE_URL",
        "owner": "DATABASE_OWNER_URL",
        "superuser": "TEST_SUPERUSER_URL",
    }
    yield {role: services[url].replace("/countersign?", f"/{name}?") for role, url in roles.items()}
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def member(urls: dict[str, str], settings: Settings) -> Iterator[Member]:
    schema.migrate(urls["owner"])
    installation = Installation(replace(settings, database_url=urls["app"]))
    yield found_member(installation)
    installation.close()


def chains(member: Member) -> dict[UUID, int]:
    """How many entries each envelope has, once its chain was verified."""
    with member.organization.transaction(SYSTEM) as tx:
        found = {}
        for row in tx.rows.all("select id from envelopes"):
            entries, head = tx.audit.with_head(row["id"])
            audit.verify(Trail(member.organization.id, row["id"]), entries, head)
            found[row["id"]] = len(entries)
    return found


def split(urls: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(PREPARED, folder / "0001_partition_audit_events.sql")
    monkeypatch.setattr(schema, "CHANGES", folder)
    assert schema.migrate(urls["owner"]) == ["0001_partition_audit_events.sql"]


def test_chains_go_on_and_verify_across_partitions(
    member: Member, urls: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope = ceremonies.sent(member, NOW)
    for number in range(40):
        run(member, drafting.create, uuid4(), f"Draft {number}", NOW)
    before = chains(member)

    split(urls, tmp_path, monkeypatch)
    ceremonies.sign(member, envelope.recipients[0], NOW)

    after = chains(member)
    with psycopg.connect(urls["superuser"]) as superuser:
        sizes = dict(
            superuser.execute(
                "select tableoid::regclass::text, count(*) from audit_events group by 1"
            ).fetchall()
        )
    assert sorted(sizes) == PARTITIONS
    assert sum(sizes.values()) == sum(after.values())
    assert after.keys() == before.keys()
    assert after[envelope.id] > before[envelope.id]
    assert all(after[id] == before[id] for id in before if id != envelope.id)


def test_partitions_have_forced_walls_no_grants_and_are_append_only(
    member: Member, urls: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(member, drafting.create, uuid4(), "Draft", NOW)

    split(urls, tmp_path, monkeypatch)

    with psycopg.connect(urls["superuser"], autocommit=True) as superuser:
        walls = superuser.execute(
            "select c.relname, c.relrowsecurity and c.relforcerowsecurity,"
            " has_table_privilege('app', c.oid, 'select, insert, update, delete, truncate')"
            " from pg_class c join pg_policies p on p.tablename = c.relname"
            " where c.relname = any(%s) order by 1",
            (PARTITIONS,),
        ).fetchall()
        for name in (*PARTITIONS, "audit_events"):
            for change in (f"delete from {name}", f"truncate {name} cascade"):
                if change.startswith("truncate") or _has_rows(superuser, name):
                    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                        superuser.execute(change)
    assert walls == [(name, True, False) for name in PARTITIONS]
    with psycopg.connect(urls["app"], autocommit=True) as app:
        assert app.execute("select count(*) from audit_events").fetchone() == (0,)
        for name in PARTITIONS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"select from {name}")


def _has_rows(superuser: psycopg.Connection, name: str) -> bool:
    return bool(superuser.execute(f"select from {name} limit 1").fetchall())
