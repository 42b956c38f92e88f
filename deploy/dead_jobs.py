"""`countersign jobs`: what could not be done and waits for somebody; `--retry` tries again."""

import argparse

from core.settings import Settings
from deploy.health import Unwell
from tenants import environment
from tenants.installation import Installation
from tenants.relay_queue import DeadJob, RelayQueue
from tenants.use_cases import leasing


def main(arguments: list[str]) -> int:
    """0 when no job is dead, 1 when some are, or were until they were given another try."""
    wanted = _parse(arguments)
    settings = environment.load()
    dead = _dead(settings)
    for job in dead:
        print(f"{job.id}  {job.kind:<18}  {job.finished_at:%Y-%m-%d %H:%M}  {job.last_error}")
    print(f"{len(dead)} dead" if dead else "No job is dead.")
    if wanted.retry:
        _retry(settings, dead)
    return 1 if dead else 0


def check(settings: Settings) -> str:
    """For the doctor. Raises Unwell."""
    dead = _dead(settings)
    if dead:
        raise Unwell(f"{len(dead)} dead. countersign jobs shows them, --retry tries again.")
    return "none dead"


def _dead(settings: Settings) -> list[DeadJob]:
    queue = RelayQueue(settings.database_relay_url)
    try:
        return queue.dead()
    finally:
        queue.close()


def _retry(settings: Settings, dead: list[DeadJob]) -> None:
    installation = Installation(settings)
    for job in dead:
        leasing.revive(installation.organization(job.organization_id), job.id)
    installation.close()
    print(f"{len(dead)} tried again")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign jobs", description=__doc__)
    parser.add_argument("--retry", action="store_true", help="give every dead job new tries")
    return parser.parse_args(arguments)
