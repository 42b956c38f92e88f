"""PostgreSQL that hangs, is cut off or comes back: nobody waits for ever, and nobody for long."""

import time

import psycopg
import pytest

from actors import worker  # noqa: F401 - importing the worker registers every actor
from actors.jobs import job
from actors.jobs.held_leases import HELD
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants.database import pool
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.cuttable_connection import cut_line


def test_a_database_that_hangs_ends_a_request_with_an_error(settings: Settings) -> None:
    with cut_line(settings, limit=0.3) as (line, installation):
        with (
            pytest.raises(psycopg.OperationalError),
            installation.platform.transaction(SYSTEM) as tx,
        ):
            line.silent = True
            tx.rows.one("select 1 as one")
        line.silent = False

        with installation.platform.transaction(SYSTEM) as tx:
            assert tx.rows.one("select 1 as one") == {"one": 1}


def test_a_connection_that_hangs_is_not_handed_out(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "CHECKED_FOR", 0.1)
    monkeypatch.setattr(pool, "TRUSTED_FOR", 0.0)
    with cut_line(settings) as (line, installation):
        with installation.pool.connection() as connection:
            connection.execute("select 1")
        line.silence_those_there_are()

        with installation.pool.connection() as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_the_first_request_after_the_connections_were_lost_is_answered(settings: Settings) -> None:
    with cut_line(settings) as (line, installation):
        with installation.platform.transaction(SYSTEM) as tx:
            tx.rows.one("select 1 as one")
        line.cut()

        with installation.platform.transaction(SYSTEM) as tx:
            assert tx.rows.one("select 1 as one") == {"one": 1}


def test_after_a_while_without_a_database_nobody_waits_for_a_try_that_was_put_off(
    settings: Settings,
) -> None:
    with cut_line(settings) as (line, installation):
        with installation.platform.transaction(SYSTEM) as tx:
            tx.rows.one("select 1 as one")
        line.refuse()
        until = time.monotonic() + 4
        while time.monotonic() < until:
            with (
                pytest.raises(psycopg.OperationalError),
                installation.pool.connection(timeout=0.5) as connection,
            ):
                connection.execute("select 1")
        line.accept()

        with installation.pool.connection(timeout=2.5) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_job_that_lost_the_database_does_not_wait_for_its_lease(
    member: Member, settings: Settings
) -> None:
    ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set expires_at = now()")
        tx.rows.run("update outbox set due_at = now() where kind = 'expire_envelope'")
        row = tx.rows.one("select id from outbox where kind = 'expire_envelope'")

    with cut_line(settings) as (line, installation):
        line.drop(2)  # that of the lease goes well, that of the effect does not
        job.run(installation, member.organization.id, row["id"])
        HELD.beat()

    with member.organization.transaction(SYSTEM) as tx:
        after = tx.rows.one(
            "select state, lease_until, due_at < now() + interval '5 s' as soon from outbox"
            " where id = %s",
            row["id"],
        )
    assert after == {"state": "open", "lease_until": None, "soon": True}
