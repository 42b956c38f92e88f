"""Jobs of all organizations: how many wait, and those that were given up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.jobs.events import DeadJobsDismissed, DeadJobsRevived
from core.jobs.kinds import KINDS
from core.jobs.refusals import NotDeadAnymore
from tenants.installation import Installation
from tenants.operator import Operator
from tenants.store.operator.operator_functions import Desk

COUNTED = 10_000  # more than that is not counted
SHOWN = 200


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many jobs of a kind wait, will be due, are being done, were given up."""

    kind: str
    queue: str
    due: int
    later: int
    running: int
    dead: int
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class DeadJob:
    """One that was given up. `last_error` holds nothing about a person."""

    organization_id: UUID
    id: UUID
    kind: str
    attempts: int
    finished_at: datetime
    last_error: str


def counts(operator: Operator) -> tuple[KindCount, ...]:
    with operator.transaction() as tx:
        rows = tx.desk.all("job_counts", sorted(KINDS))
    return tuple(KindCount(queue=KINDS[row["kind"]].queue, **row) for row in rows)


def dead(desk: Desk, kind: str | None = None, most: int = SHOWN) -> list[DeadJob]:
    """The oldest first, of one kind or of all."""
    return [DeadJob(**row) for row in desk.all("dead_jobs", kind, most)]


def dead_of(operator: Operator) -> list[DeadJob]:
    with operator.transaction() as tx:
        return dead(tx.desk)


def revive(desk: Desk, kind: str | None = None, job_id: UUID | None = None) -> int:
    """Give dead jobs new tries, at once: one, all of a kind, or all. How many there were."""
    return int(desk.value("revive_jobs", kind, job_id))


def retry_by_hand(installation: Installation, desk: Desk, now: datetime) -> int:
    """All of them, from the command line, in the operators' log like any other act."""
    count = revive(desk)
    if count:
        with installation.platform.transaction() as tx:
            tx.administer((DeadJobsRevived(kind="", count=count),), "command line", now)
    return count


def retry(operator: Operator, kind: str | None, job_id: UUID | None, now: datetime) -> int:
    """Raises NotDeadAnymore."""
    with operator.transaction() as tx:
        count = revive(tx.desk, kind, job_id)
        if not count:
            raise NotDeadAnymore
        tx.log(DeadJobsRevived(kind=kind or "", count=count), now=now)
    return count


def dismiss(operator: Operator, kind: str | None, job_id: UUID | None, now: datetime) -> int:
    """They stay on record and count no more. Raises NotDeadAnymore."""
    with operator.transaction() as tx:
        count = int(tx.desk.value("dismiss_jobs", kind, job_id))
        if not count:
            raise NotDeadAnymore
        tx.log(DeadJobsDismissed(kind=kind or "", count=count), now=now)
    return count
