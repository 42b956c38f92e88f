"""The doctor sees a relay or worker that hangs, what waits for too long, and jobs that fail."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest

from core.settings.settings import Settings
from deploy.health import jobs_check
from deploy.health.finding import HealthProblem
from tenants.store.jobs import health

JOB = """
    insert into outbox
        (organization_id, kind, queue, arguments, priority, lease, state, tries, due_at)
    values (%s, %s, %s, '{}', 1, '1 s', 'open', %s, now() - %s * interval '1 s')
"""
ORGANIZATION = UUID(int=7)


@pytest.fixture
def database(services: dict[str, str]) -> Iterator[psycopg.Connection]:
    """Both programs were just heard of, and nothing waits."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "update outbox set state = 'done', finished_at = now() where state = 'open'"
        )
        for program in ("relay", "worker"):
            health.beat(superuser, program)
        yield superuser
        superuser.execute("delete from outbox where organization_id = %s", (ORGANIZATION,))
        superuser.execute("update program_beats set beat_at = now()")


def test_where_all_goes_on_nothing_is_wrong(
    database: psycopg.Connection, settings: Settings
) -> None:
    assert jobs_check.programs(settings) == "running, and nothing urgent is waiting"
    assert jobs_check.failing(settings) == "none keeps failing"


@pytest.mark.parametrize("program", ["relay", "worker"])
def test_a_program_that_is_not_heard_of_any_more_is_named(
    database: psycopg.Connection, settings: Settings, program: str
) -> None:
    database.execute(
        "update program_beats set beat_at = now() - interval '40 s' where program = %s", (program,)
    )

    with pytest.raises(HealthProblem, match=f"^The {program} was last heard of 40 s ago."):
        jobs_check.programs(settings)


def test_a_seal_that_waits_for_an_hour_is_told(
    database: psycopg.Connection, settings: Settings
) -> None:
    database.execute(JOB, (ORGANIZATION, "seal_envelope", "seal", 0, 3600))

    with pytest.raises(HealthProblem, match="A job that is urgent has been waiting for 360"):
        jobs_check.programs(settings)


def test_what_fails_again_and_again_is_counted(
    database: psycopg.Connection, settings: Settings
) -> None:
    for tries in (1, 9):
        database.execute(JOB, (ORGANIZATION, "mail_sender", "messages", tries, 0))

    with pytest.raises(HealthProblem, match=r"^1 keep failing"):
        jobs_check.failing(settings)


def test_a_database_that_does_not_answer_is_one_sentence(settings: Settings) -> None:
    url = "postgresql://relay:secret@127.0.0.1:1/countersign"
    away = replace(settings, database_relay_url=url)

    for check in (jobs_check.programs, jobs_check.failing):
        with pytest.raises(HealthProblem, match=r"^could not be asked for \(\w+\)\.$") as problem:
            check(away)
        assert "secret" not in str(problem.value)
