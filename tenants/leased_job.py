"""A job in the hands of one worker, and the transactions it opens."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from core.jobs.kinds import KINDS
from core.principal import SYSTEM, Principal
from tenants.installation import Organization
from tenants.transaction import Transaction

T = TypeVar("T")
NO_ENDINGS: Mapping[str, "Ending"] = {}


class BadArgument(Exception):
    """A job that does not say what it is about: another try would not help."""

    permanent = True


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """
    A job that is this worker's until its lease ends.

    `attempts` is the fence: it grows with every lease. `tries` is the budget: how many of them
    count since the job was made, or given new tries by an operator.
    """

    organization: Organization
    id: UUID
    kind: str
    queue: str
    arguments: dict[str, Any]
    attempts: int
    tries: int
    leased_at: datetime
    _since: float = field(default_factory=time.monotonic)

    @contextmanager
    def transaction(self, principal: Principal = SYSTEM) -> Iterator[Transaction]:
        """In the organization of the job, by the system itself: the opener of all actors."""
        with self.organization.transaction(principal) as tx:
            yield tx

    def now(self) -> datetime:
        """
        The time by the database's clock, which says when jobs are due.

        The worker's own may be behind: what is due there would not be due yet here.
        """
        return self.leased_at + timedelta(seconds=time.monotonic() - self._since)

    def argument(self, name: str, read: Callable[[str], T]) -> T:
        """An argument, read as what it has to be. Raises BadArgument."""
        try:
            return read(str(self.arguments[name]))
        except (KeyError, ValueError):
            raise BadArgument(f"The job does not say which {name} it is about.") from None

    def done(self) -> None:
        """For an effect outside of the database. Raises LostLease."""
        with self.transaction() as tx:
            tx.jobs.done(self)

    def renew(self) -> None:
        """Its worker is still at it: the lease begins anew. Raises LostLease."""
        with self.transaction() as tx:
            tx.leases.renew(self)

    def give_back(self) -> None:
        """Its worker ends before the job does: another may have it at once, and no try is lost."""
        with self.transaction() as tx:
            tx.leases.give_back(self)

    def fail(self, error: str, permanent: bool = False, ending: "Ending | None" = None) -> None:
        """Try again later, or keep it as dead. `error` holds nothing about a person."""
        delay = None if permanent else KINDS[self.kind].retry.after(self.tries)
        with self.transaction() as tx:
            if tx.leases.fail(self, error, delay) and ending:
                ending(tx, self)

    def wait(self, error: str, delay: timedelta, ending: "Ending | None" = None) -> None:
        """What everyone needs is away: again after `delay`, for two weeks, and no try is lost."""
        with self.transaction() as tx:
            if tx.leases.wait(self, error, delay) and ending:
                ending(tx, self)

    def move_to_queue(self, queue: str) -> None:
        """It goes on in another queue, from its start, and no try is lost."""
        with self.transaction() as tx:
            tx.leases.move_to_queue(self, queue)


# What a job's death means for what it was about, in the transaction in which it dies.
Ending = Callable[[Transaction, LeasedJob], None]


def lease(
    organization: Organization, job_id: UUID, endings: Mapping[str, Ending] = NO_ENDINGS
) -> LeasedJob | None:
    """None when it is done, not due, in other hands, has to wait, given up, or is no job at all."""
    with organization.transaction(SYSTEM) as tx:
        row = tx.leases.take(job_id)
        if row is None:
            return None
        is_dead = row.pop("state") == "dead"
        job = LeasedJob(organization, **row)
        if is_dead and job.kind in endings:
            endings[job.kind](tx, job)
    return None if is_dead else job


def exists(organization: Organization, job_id: UUID) -> bool:
    """Whether there is, or was, such a job."""
    with organization.transaction(SYSTEM) as tx:
        return tx.leases.exists(job_id)


def requeue(organization: Organization, job_id: UUID, after: timedelta = timedelta(0)) -> None:
    """The worker that it was handed to could not take it: it is handed out again later."""
    with organization.transaction(SYSTEM) as tx:
        tx.leases.requeue(job_id, after)
