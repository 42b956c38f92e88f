"""Leases: a job in the hands of one worker, and what the worker says has become of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from core.jobs.kinds import KINDS
from tenants.store.jobs.outbox import Lease, LostLease
from tenants.store.rows import Rows

# What a suspended organization sends no one until it is lifted; letters about accounts still go.
WAITING = [name for name, kind in KINDS.items() if kind.sends]
# What asks a recipient to act waits as well while the organization is being closed.
ASKING = [name for name, kind in KINDS.items() if kind.asks]
POSTPONE = """
    update outbox set due_at = now() + interval '5 minutes', published_until = null
    where id = %s and kind = any(%s) and state = 'open'
        and exists (select from organizations where suspended_at is not null
            or closes_at is not null and kind = any(%s))
"""

# A worker that is killed or loses the database reports nothing. A job to which that happens so
# often in a row is taken for the cause.
UNHEARD = 6
GIVEN_UP = f"{UNHEARD} workers in a row ended while they did this job."
# A job that takes its worker so long is stuck, and another worker may have it.
LONGEST = timedelta(hours=2)
# So long a job waits for a server that is away.
WAITS = timedelta(days=14)
LEASE = """
    update outbox set attempts = attempts + 1, tries = tries + 1, unheard = unheard + 1,
        lease_until = case when unheard < %(most)s then now() + lease end,
        state = case when unheard < %(most)s then 'open' else 'dead' end,
        finished_at = case when unheard < %(most)s then null else now() end,
        last_error = case when unheard < %(most)s then last_error else %(given_up)s end
    where id = %(id)s and state = 'open' and due_at <= now()
        and (lease_until is null or lease_until < now())
    returning id, kind, queue, arguments, attempts, tries, state, now() as leased_at
"""


class Leases:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def take(self, job_id: UUID) -> dict[str, Any] | None:
        """
        The row of a job that is this worker's now; None when no one may have it.

        Its `state` is "dead" when this was one time too many.
        """
        if self._rows.run(POSTPONE, job_id, WAITING, ASKING):
            return None
        names = {"id": job_id, "most": UNHEARD, "given_up": GIVEN_UP}
        leased = self._rows.named(LEASE, names)
        return leased[0] if leased else None

    def exists(self, job_id: UUID) -> bool:
        """Whether there is, or was, such a job."""
        return self._rows.one_or_none("select from outbox where id = %s", job_id) is not None

    def renew(self, lease: Lease) -> None:
        """Its worker is still at it: the lease begins anew. Raises LostLease."""
        changed = self._rows.run(
            "update outbox set lease_until = now() + lease"
            " where id = %s and attempts = %s and state = 'open' and lease_until is not null",
            *(lease.id, lease.attempts),
        )
        if changed != 1:
            raise LostLease

    def give_back(self, lease: Lease) -> None:
        """Its worker ends before the job does: another may have it at once, and no try is lost."""
        self._rows.run(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0) where id = %s and attempts = %s and state = 'open'",
            *(lease.id, lease.attempts),
        )

    def fail(self, lease: Lease, error: str, delay: timedelta | None) -> bool:
        """
        Again after `delay`, or kept as dead. `error` holds nothing about a person.

        Whether it is dead now.
        """
        changed = self._rows.run(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " last_error = %s, state = case when %s::interval is null then 'dead' else 'open' end,"
            " finished_at = case when %s::interval is null then now() end,"
            " due_at = now() + coalesce(%s::interval, '0')"
            " where id = %s and attempts = %s and state = 'open'",
            *(error[:500], delay, delay, delay, lease.id, lease.attempts),
        )
        return changed == 1 and delay is None

    def wait(self, lease: Lease, error: str, delay: timedelta) -> bool:
        """
        What all need is away: again after `delay`, for two weeks, and no try is lost.

        Whether it is dead now.
        """
        row = self._rows.one_or_none(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0), due_at = now() + %s, last_error = %s,"
            " state = case when created_at < now() - %s then 'dead' else 'open' end,"
            " finished_at = case when created_at < now() - %s then now() end"
            " where id = %s and attempts = %s and state = 'open' returning state",
            *(delay, error[:500], WAITS, WAITS, lease.id, lease.attempts),
        )
        return row is not None and row["state"] == "dead"

    def requeue(self, job_id: UUID, after: timedelta = timedelta(0)) -> None:
        """The worker that it was handed to could not take it: it is handed out again later."""
        self._rows.run(
            "update outbox set published_until = now() + %s where id = %s and state = 'open'",
            *(after, job_id),
        )

    def move_to_queue(self, lease: Lease, queue: str) -> None:
        """It goes on in another queue, from its start, and no try is lost."""
        self._rows.run(
            "update outbox set queue = %s, lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0) where id = %s and attempts = %s and state = 'open'",
            *(queue, lease.id, lease.attempts),
        )
