"""Jobs of all organizations: how many wait, and those that were given up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.jobs.events import DeadJobsDismissed, DeadJobsRevived
from core.jobs.kinds import KINDS
from core.jobs.refusals import NotDeadAnymore
from tenants.store.operator.operator_functions import OperatorFunctions
from tenants.transaction import Transaction

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


def counts(tx: Transaction) -> tuple[KindCount, ...]:
    rows = tx.operator_functions.all("job_counts", sorted(KINDS))
    return tuple(KindCount(queue=KINDS[row["kind"]].queue, **row) for row in rows)


def dead(functions: OperatorFunctions, kind: str | None = None, most: int = SHOWN) -> list[DeadJob]:
    """The oldest first, of one kind or of all."""
    return [DeadJob(**row) for row in functions.all("dead_jobs", kind, most)]


def revive(
    functions: OperatorFunctions, kind: str | None = None, job_id: UUID | None = None
) -> int:
    """Give dead jobs new tries, at once: one, all of a kind, or all. How many there were."""
    return int(functions.value("revive_jobs", kind, job_id))


def record_retry_by_hand(tx: Transaction, count: int, now: datetime) -> None:
    """What the command line retried, in the operators' log like any other act."""
    if count:
        tx.record_admin((DeadJobsRevived(kind="", count=count),), tx.principal.actor, now)


def retry(tx: Transaction, kind: str | None, job_id: UUID | None, now: datetime) -> int:
    """Raises NotDeadAnymore."""
    count = revive(tx.operator_functions, kind, job_id)
    if not count:
        raise NotDeadAnymore
    tx.record_admin((DeadJobsRevived(kind=kind or "", count=count),), tx.principal.actor, now)
    return count


def dismiss(tx: Transaction, kind: str | None, job_id: UUID | None, now: datetime) -> int:
    """They stay on record and count no more. Raises NotDeadAnymore."""
    count = int(tx.operator_functions.value("dismiss_jobs", kind, job_id))
    if not count:
        raise NotDeadAnymore
    tx.record_admin((DeadJobsDismissed(kind=kind or "", count=count),), tx.principal.actor, now)
    return count
