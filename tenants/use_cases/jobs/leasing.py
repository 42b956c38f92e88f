"""Taking a job, giving it back, and finishing it."""

from datetime import timedelta
from uuid import UUID

from core.jobs.kinds import KINDS
from tenants.leased_job import BadArgument as Unusable
from tenants.leased_job import LeasedJob as LeasedJob
from tenants.organization import Organization
from tenants.store.jobs.outbox import LostLease

__all__ = ["LeasedJob", "Unusable"]  # their old place and name

# What a suspended organization sends nobody until it is lifted; letters about accounts still go.
WAITING = [name for name, kind in KINDS.items() if kind.sends]
# What asks somebody to sign, and so waits for one that is being closed as well.
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
# A job that its worker is this long at is stuck, and somebody else may have it.
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


def lease(organization: Organization, job_id: UUID) -> LeasedJob | None:
    """None when it is done, not due, in other hands, has to wait, given up, or is no job at all."""
    with organization.transaction() as tx:
        if tx.run(POSTPONE, job_id, WAITING, ASKING):
            return None
        rows = tx.named(LEASE, {"id": job_id, "most": UNHEARD, "given_up": GIVEN_UP})
    leased = [row for row in rows if row.pop("state") == "open"]
    return LeasedJob(organization, **leased[0]) if leased else None


def renew(job: LeasedJob) -> None:
    """Its worker is still at it: the lease begins anew. Raises LostLease."""
    with job.organization.transaction() as tx:
        changed = tx.run(
            "update outbox set lease_until = now() + lease"
            " where id = %s and attempts = %s and state = 'open' and lease_until is not null",
            *(job.id, job.attempts),
        )
    if changed != 1:
        raise LostLease


def give_back(job: LeasedJob) -> None:
    """Its worker ends before the job does: another may have it at once, and no try is lost."""
    with job.organization.transaction() as tx:
        tx.run(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0) where id = %s and attempts = %s and state = 'open'",
            *(job.id, job.attempts),
        )


def done(job: LeasedJob) -> None:
    """For an effect outside of the database. Raises LostLease."""
    with job.organization.transaction() as tx:
        tx.jobs.done(job)


def fail(job: LeasedJob, error: str, permanent: bool = False) -> None:
    """Try again later, or keep it as dead. `error` holds nothing about a person."""
    delay = None if permanent else KINDS[job.kind].retry.after(job.tries)
    with job.organization.transaction() as tx:
        tx.run(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " last_error = %s, state = case when %s::interval is null then 'dead' else 'open' end,"
            " finished_at = case when %s::interval is null then now() end,"
            " due_at = now() + coalesce(%s::interval, '0')"
            " where id = %s and attempts = %s and state = 'open'",
            *(error[:500], delay, delay, delay, job.id, job.attempts),
        )


def wait(job: LeasedJob, error: str, delay: timedelta) -> None:
    """What everybody needs is away: again after `delay`, for two weeks, and no try is lost."""
    with job.organization.transaction() as tx:
        tx.run(
            "update outbox set lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0), due_at = now() + %s, last_error = %s,"
            " state = case when created_at < now() - %s then 'dead' else 'open' end,"
            " finished_at = case when created_at < now() - %s then now() end"
            " where id = %s and attempts = %s and state = 'open'",
            *(delay, error[:500], WAITS, WAITS, job.id, job.attempts),
        )


def offer_again(organization: Organization, job_id: UUID, after: timedelta = timedelta(0)) -> None:
    """Whoever it was handed to could not take it: it is handed out anew, after a while."""
    with organization.transaction() as tx:
        tx.run(
            "update outbox set published_until = now() + %s where id = %s and state = 'open'",
            *(after, job_id),
        )


def move(job: LeasedJob, queue: str) -> None:
    """It goes on in another queue, from its start, and no try is lost."""
    with job.organization.transaction() as tx:
        tx.run(
            "update outbox set queue = %s, lease_until = null, published_until = null, unheard = 0,"
            " tries = greatest(tries - 1, 0) where id = %s and attempts = %s and state = 'open'",
            *(queue, job.id, job.attempts),
        )


def exists(organization: Organization, job_id: UUID) -> bool:
    """Whether there is, or was, such a job."""
    with organization.transaction() as tx:
        return tx.maybe("select from outbox where id = %s", job_id) is not None
