from uuid import uuid4

import psycopg
import pytest

from core.envelopes.listing.filters import Filters
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.envelopes.listing import envelope_list
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

TENANT_TABLES = """
    select c.relname, c.relrowsecurity and c.relforcerowsecurity as walled,
        exists (select from pg_policies p where p.tablename = c.relname) as policed
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('directory', 'tenant') and c.relkind in ('r', 'p')
        and c.relname <> 'schema_versions'
"""
LOOSE_KEYS = """
    select con.conrelid::regclass::text, con.conname from pg_constraint con
    join pg_attribute a on a.attrelid = con.conrelid and a.attname = 'organization_id'
    where con.contype in ('p', 'u', 'f') and con.conkey[1] <> a.attnum
    and con.connamespace = any ('{directory,tenant}'::regnamespace[])
    -- People are global; tokens are found before it is known whose they are.
    and con.conrelid::regclass::text not in ('link_tokens', 'recipient_sessions', 'tokens',
        'sealed_file_hashes', 'hand_overs', 'texted_phones',
        'sessions', 'captured_domains', 'sso_attempts')
    and con.confrelid <> 'people'::regclass
"""


@pytest.fixture
def app(services: dict[str, str]) -> psycopg.Connection:
    return psycopg.connect(services["DATABASE_URL"], autocommit=True)


def tables(connection: psycopg.Connection) -> list[tuple[str, bool, bool]]:
    return connection.execute(TENANT_TABLES).fetchall()


def test_every_table_has_forced_walls(app: psycopg.Connection) -> None:
    found = tables(app)

    assert len(found) > 15
    assert [name for name, walled, policed in found if not (walled and policed)] == []


def test_every_key_of_a_tenant_table_leads_with_the_organization(app: psycopg.Connection) -> None:
    assert app.execute(LOOSE_KEYS).fetchall() == []


def test_without_an_organization_no_table_shows_a_row(
    app: psycopg.Connection, member: Member
) -> None:
    ceremonies.sign(member, ceremonies.sent(member, NOW).recipients[0], NOW)

    for name, _, _ in tables(app):
        try:
            count = app.execute(f'select count(*) from "{name}"').fetchone()
        except psycopg.errors.InsufficientPrivilege:
            continue
        assert count == (0,), name


def test_the_application_owns_nothing_and_bypasses_nothing(app: psycopg.Connection) -> None:
    owned = app.execute(
        "select count(*) from pg_class where relowner = (select oid from pg_roles"
        " where rolname = current_user)"
    ).fetchone()
    role = app.execute(
        "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"
    ).fetchone()

    assert owned == (0,)
    assert role == (False, False, False)


def test_one_organization_reads_nothing_of_another(member: Member, stranger: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    with pytest.raises(NotFound):
        run(stranger, reading.envelope, envelope.id)
    with pytest.raises(NotFound):
        run(stranger, drafting.rename, envelope.id, "Mine", "", NOW)
    with stranger.organization.transaction(SYSTEM) as tx:
        for name in ("envelopes", "recipients", "documents", "fields", "audit_events", "outbox"):
            assert tx.rows.one(f"select count(*) as n from {name}")["n"] == 0, name
            assert tx.rows.one("select count(*) as n from people")["n"] == 1
    assert run(stranger, envelope_list.envelopes, Filters(box="sent")).rows == ()


def test_writing_into_another_organization_is_refused_by_the_database(
    member: Member, stranger: Member
) -> None:
    envelope = ceremonies.sent(member, NOW)

    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        stranger.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run(
            "insert into access_log (organization_id, envelope_id, actor, action, at)"
            " values (%s, %s, 'x', 'x', now())",
            *(member.organization.id, envelope.id),
        )
    with stranger.organization.transaction(SYSTEM) as tx:
        assert tx.rows.run("update envelopes set name = 'Mine'") == 0
        assert tx.rows.run("delete from fields") == 0


def test_a_foreign_key_cannot_probe_another_organization(member: Member, stranger: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    with (
        pytest.raises(psycopg.errors.ForeignKeyViolation),
        stranger.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run(
            "insert into access_log (organization_id, envelope_id, actor, action, at)"
            " values (%s, %s, 'x', 'x', now())",
            *(stranger.organization.id, envelope.id),
        )


def test_the_audit_trail_is_append_only(member: Member) -> None:
    ceremonies.sent(member, NOW)

    for change in ("update audit_events set text = ''", "delete from audit_events"):
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            member.organization.transaction(SYSTEM) as tx,
        ):
            tx.rows.run(change)


def test_even_the_owner_of_the_tables_cannot_change_the_trail(
    member: Member, services: dict[str, str]
) -> None:
    ceremonies.sent(member, NOW)

    with psycopg.connect(services["DATABASE_OWNER_URL"]) as owner:
        assert owner.execute("update audit_events set text = ''").rowcount == 0
        with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
            owner.execute("truncate audit_events cascade")


def test_the_database_refuses_a_move_that_no_rule_knows(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    with (
        pytest.raises(psycopg.errors.RaiseException, match="no envelope goes from"),
        member.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run("update envelopes set status = 'completed' where id = %s", envelope.id)


def test_the_relay_sees_jobs_and_nothing_else(member: Member, services: dict[str, str]) -> None:
    ceremonies.sent(member, NOW)

    with psycopg.connect(services["DATABASE_RELAY_URL"], autocommit=True) as relay:
        jobs = relay.execute("select count(*) from outbox").fetchone()
        assert jobs is not None
        assert jobs[0] > 0
        for forbidden in (
            "select * from envelopes",
            "select * from link_tokens",
            "update outbox set state = 'done'",
            "select * from link('\\x00')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                relay.execute(forbidden)


def test_the_door_gives_one_answer_for_one_hash_and_no_table(app: psycopg.Connection) -> None:
    for table in ("link_tokens", "sessions", "attempts"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f"select * from {table}")


def test_the_same_file_is_encrypted_differently_for_each_organization(
    installation: Installation, member: Member, stranger: Member
) -> None:
    name = f"originals/{uuid4()}/x"
    member.organization.put(name, b"the same words")

    with pytest.raises(NotFound):
        stranger.organization.get(name)
    stored = installation.objects._store.get(f"{member.organization.id}/{name}").bytes()
    assert b"the same words" not in bytes(stored)


def test_repeating_the_id_of_another_organizations_recipient_gives_no_link_of_theirs(
    member: Member, stranger: Member
) -> None:
    theirs = ceremonies.sent(member, NOW)
    known = theirs.recipients[0]

    mine = ceremonies.sent(stranger, NOW, first_id=known.id)

    assert mine.recipients[0].id == known.id
    assert ceremonies.token_of(stranger, known) != ceremonies.token_of(member, known)
    assert ceremonies.enter(stranger, known).envelope.id == mine.id
    assert ceremonies.enter(member, known).envelope.id == theirs.id
