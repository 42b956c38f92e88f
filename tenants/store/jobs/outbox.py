"""Jobs that wait in the database, written in the transaction that called for them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from core.jobs.job import Job
from core.jobs.kinds import KINDS


class LostLease(Exception):
    """Another worker has taken the job over: whatever this one did must not count."""


class Lease(Protocol):
    """A job in the hands of one worker. `attempts` is the fence."""

    @property
    def id(self) -> UUID: ...
    @property
    def attempts(self) -> int: ...


class Outbox:
    """The jobs of one organization, inside its transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, organization_id: UUID, jobs: Iterable[Job]) -> None:
        rows = [_row(organization_id, job) for job in jobs]
        if rows:
            self._connection.cursor().executemany(INSERT, rows)

    def add_once(self, organization_id: UUID, job: Job) -> None:
        """Add a job unless one with the same arguments is open."""
        row = _row(organization_id, job)
        found = self._connection.execute(
            "select from outbox where state = 'open' and envelope_id = %s and kind = %s"
            " and arguments = %s",
            (row[1], job.kind, row[4]),
        ).fetchone()
        if found is None:
            self.add(organization_id, [job])

    def make_sure(self, organization_id: UUID, job: Job, delay: timedelta) -> None:
        """
        Have a job of this kind begin soon, unless one waits already.

        Never waits for anyone, so that now and then there are two: their effect must not mind.
        """
        kind = KINDS[job.kind]
        self._connection.execute(
            "insert into outbox (organization_id, kind, queue, arguments, priority, due_at, lease)"
            " select %s, %s, %s, '{}', %s, now() + %s, %s where not exists ("
            "select from outbox where kind = %s and state = 'open' and lease_until is null)",
            (organization_id, job.kind, kind.queue, kind.priority, delay, kind.lease, job.kind),
        )

    def announce(self, organization_id: UUID, job: Job, delay: timedelta) -> None:
        """A job that begins after `delay`, by the database's clock, unless it is called off."""
        row = _row(organization_id, job)
        self._connection.execute(
            "insert into outbox (organization_id, envelope_id, kind, queue, arguments, priority,"
            " due_at, lease) values (%s, %s, %s, %s, %s, %s, now() + %s, %s)",
            (*row[:6], delay, row[7]),
        )

    def call_off(self, job: Job) -> bool:
        """Whether jobs with these arguments waited, which are done now."""
        changed = self._connection.execute(
            "update outbox set state = 'done', finished_at = now() where kind = %s"
            " and state = 'open' and lease_until is null and arguments = %s",
            (job.kind, Jsonb(dict(job.arguments))),
        ).rowcount
        return changed > 0

    def put_back(self, lease: Lease, due_at: datetime) -> None:
        """It came too early: it comes again at that time. Raises LostLease."""
        changed = self._connection.execute(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0), due_at = greatest(%s, now() + interval '1 second')"
            " where id = %s and attempts = %s and state = 'open'",
            (due_at, lease.id, lease.attempts),
        ).rowcount
        if changed != 1:
            raise LostLease

    def forget_arguments(self, job_id: UUID) -> None:
        """They hold a secret, or an address that no one needs any more."""
        self._connection.execute("update outbox set arguments = '{}' where id = %s", (job_id,))

    def done(self, lease: Lease) -> None:
        """Say that the effect of this very transaction was the job. Raises LostLease."""
        changed = self._connection.execute(
            "update outbox set state = 'done', finished_at = now(), lease_until = null"
            " where id = %s and attempts = %s and state = 'open'",
            (lease.id, lease.attempts),
        ).rowcount
        if changed != 1:
            raise LostLease
        self._connection.execute(SWEEP)


# With each job that is done, some that were done long ago go.
SWEEP = """
    with old as materialized (
        select organization_id, id from outbox
        where state = 'done' and finished_at < now() - interval '30 days'
        order by finished_at limit 20 for update skip locked)
    delete from outbox o using old where (o.organization_id, o.id) = (old.organization_id, old.id)
"""
INSERT = (
    "insert into outbox (organization_id, envelope_id, kind, queue, arguments, priority, due_at,"
    " lease) values (%s, %s, %s, %s, %s, %s, coalesce(%s, now()), %s)"
)


def _row(organization_id: UUID, job: Job) -> tuple[Any, ...]:
    kind = KINDS[job.kind]
    return (
        organization_id,
        job.arguments.get("envelope_id"),
        job.kind,
        kind.queue,
        Jsonb(dict(job.arguments)),
        kind.priority,
        job.due_at,
        job.lease or kind.lease,
    )
