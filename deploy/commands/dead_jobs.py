"""`countersign jobs`: jobs that failed for good; `--retry` tries them again."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import psycopg

from core.principal import SystemPrincipal
from core.settings.settings import Settings
from deploy.health.finding import HealthProblem
from tenants import environment
from tenants.installation import Installation
from tenants.store.operator.operator_functions import OperatorFunctions
from tenants.use_cases.evidence.sealing_checks import NOT_SEALED
from tenants.use_cases.jobs import dead_jobs
from tenants.use_cases.jobs.dead_jobs import DeadJob


def main(arguments: list[str]) -> int:
    """0 when no job is dead, 1 when some are, or were until they were given another try."""
    wanted = _parse(arguments)
    settings = environment.load()
    dead = _dead(settings)
    for job in dead:
        print(f"{job.id}  {job.kind:<18}  {job.finished_at:%Y-%m-%d %H:%M}  {job.last_error}")
    print(f"{len(dead)} dead" if dead else "There are no dead jobs.")
    if wanted.retry:
        _retry(settings)
    return 1 if dead else 0


def check(settings: Settings) -> str:
    """For the doctor. Raises HealthProblem."""
    dead = _dead(settings)
    tampered = [job for job in dead if job.last_error.startswith(NOT_SEALED)]
    if tampered:
        raise HealthProblem(
            f"{len(tampered)} of {len(dead)} dead ones are seals that were stopped, because stored"
            " data is not what was signed. countersign jobs says which; look at it before --retry."
        )
    if dead:
        raise HealthProblem(f"{len(dead)} dead. countersign jobs shows them, --retry tries again.")
    return "none dead"


def _dead(settings: Settings) -> list[DeadJob]:
    with _operator_functions(settings) as functions:
        return dead_jobs.dead(functions, most=1000)


def _retry(settings: Settings) -> None:
    installation = Installation(settings, pool_size=1)
    with _operator_functions(settings) as functions:
        count = dead_jobs.revive(functions)
    with installation.platform.transaction(SystemPrincipal("command line")) as tx:
        dead_jobs.record_retry_by_hand(tx, count, datetime.now(UTC))
    installation.close()
    print(f"{count} retried")


@contextmanager
def _operator_functions(settings: Settings) -> Iterator[OperatorFunctions]:
    """The relay's role sees the jobs of all organizations."""
    with psycopg.connect(settings.database_relay_url, connect_timeout=5) as connection:
        yield OperatorFunctions(connection)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign jobs", description=__doc__)
    parser.add_argument("--retry", action="store_true", help="retry every dead job")
    return parser.parse_args(arguments)
