"""How a database gets its tables, and which databases are refused."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from core.envelopes.envelope import MOVES, Status
from tenants import schema
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW

OLDER = "create table public.organizations (id uuid primary key)"
CHANGE = "create table later (n int); insert into later values (1)"


@pytest.fixture
def empty(services: dict[str, str]) -> Iterator[str]:
    """The owner's address of a database without tables."""
    name = f"empty_{uuid4().hex[:12]}"
    superuser = services["TEST_SUPERUSER_URL"]
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"create database {name} owner owner")
    yield services["DATABASE_OWNER_URL"].replace("/countersign?", f"/{name}?")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


def test_an_empty_database_is_filled_once(empty: str) -> None:
    assert schema.pending(empty) == list(schema.FILES)

    assert schema.migrate(empty) == list(schema.FILES)

    assert schema.pending(empty) == []
    assert schema.migrate(empty) == []


def test_a_database_of_the_older_files_is_refused_with_what_to_do(empty: str) -> None:
    with psycopg.connect(empty, autocommit=True) as owner:
        owner.execute(OLDER)

    with pytest.raises(schema.UnknownSchema, match=r"begin with an empty .* folder, \.countersign"):
        schema.migrate(empty)


def test_a_database_of_other_files_is_refused(empty: str) -> None:
    schema.migrate(empty)
    with psycopg.connect(empty, autocommit=True) as owner:
        owner.execute("update directory.schema_versions set fingerprint = 'another'")

    with pytest.raises(schema.UnknownSchema, match="before the first release"):
        schema.pending(empty)


def test_changes_are_applied_in_order_and_recorded(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.migrate(empty)
    monkeypatch.setattr(schema, "CHANGES", tmp_path)
    (tmp_path / "0002_add.sql").write_text("update later set n = n + 1")
    (tmp_path / "0001_make.sql").write_text(CHANGE)

    assert schema.migrate(empty) == ["0001_make.sql", "0002_add.sql"]
    assert schema.migrate(empty) == []

    with psycopg.connect(empty) as owner:
        assert owner.execute("select n from tenant.later").fetchone() == (2,)
        query = "select version, name from directory.schema_versions order by 1"
        versions = owner.execute(query).fetchall()
    assert versions == [(0, "files"), (1, "0001_make.sql"), (2, "0002_add.sql")]


def test_a_database_of_a_newer_version_is_refused(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_make.sql").write_text(CHANGE)
    with monkeypatch.context() as newer:
        newer.setattr(schema, "CHANGES", tmp_path)
        schema.migrate(empty)

    with pytest.raises(schema.UnknownSchema, match="start the newer version"):
        schema.migrate(empty)


def test_every_file_is_in_the_order_and_every_table_is_given_its_walls() -> None:
    texts = {path.stem: path.read_text() for path in schema.FOLDER.glob("*.sql")}
    sql = "\n".join(text for name, text in texts.items())
    made = set(re.findall(r"create table (?:directory\.)?(\w+) \(", sql)) - {"schema_versions"}
    walled = set(re.findall(r"call build_walls\('(\S+?)'", sql))
    hidden = set(re.findall(r"call hide_behind\('\w+', '(\S+?)'\)", sql))

    assert set(schema.FILES) == texts.keys()
    assert made == walled | hidden
    assert not walled & hidden
    for name, text in texts.items():
        assert ("row level security" in text) == (name == "foundation"), name


def test_no_foreign_key_leads_from_one_schema_to_the_other(services: dict[str, str]) -> None:
    query = """
        select k.conrelid::regclass::text, k.conname from pg_constraint k
        join pg_class own on own.oid = k.conrelid join pg_class other on other.oid = k.confrelid
        where k.contype = 'f' and own.relnamespace <> other.relnamespace
    """
    tables = """
        select n.nspname, count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname in ('directory', 'tenant', 'public') group by 1
    """
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        across = superuser.execute(query).fetchall()
        counted = dict(superuser.execute(tables).fetchall())

    assert across == []
    assert counted.keys() == {"directory", "tenant"}
    assert min(counted.values()) > 20


def test_no_name_is_in_both_schemas(services: dict[str, str]) -> None:
    query = """
        select relname from pg_class where relnamespace in
            ('directory'::regnamespace, 'tenant'::regnamespace)
        group by relname having count(*) > 1
    """
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        assert superuser.execute(query).fetchall() == []


def test_the_database_knows_the_same_moves_as_core(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    allowed = set()

    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        for old in Status:
            for new in Status:
                if old is not new and _moves(superuser, envelope.id, old, new):
                    allowed.add((old, new))

    assert allowed == {(old, new) for old, news in MOVES.items() for new in news}


def _moves(superuser: psycopg.Connection, envelope_id: object, old: Status, new: Status) -> bool:
    """Whether the trigger lets it pass. Nothing of it stays."""
    set_status = "update envelopes set status = %s where id = %s"
    try:
        with superuser.transaction():
            superuser.execute("alter table envelopes disable trigger check_envelope_move")
            superuser.execute(set_status, (old, envelope_id))
            superuser.execute("alter table envelopes enable trigger check_envelope_move")
            superuser.execute(set_status, (new, envelope_id))
            raise psycopg.Rollback
    except psycopg.errors.RaiseException as refused:
        assert "no envelope goes from" in str(refused)
        return False
    return True
