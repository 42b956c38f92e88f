"""Taking a job, giving it back, and finishing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from core.jobs import retry_after
from tenants.organization import Organization

T = TypeVar("T")


class Unusable(Exception):
    """A job that does not say what it is about: another try would not help."""

    permanent = True


@dataclass(frozen=True, slots=True)
class LeasedJob:
    """A job that is this worker's until its lease ends; `attempts` is the fence."""

    organization: Organization
    id: UUID
    kind: str
    arguments: dict[str, Any]
    attempts: int

    def said(self, name: str, read: Callable[[str], T]) -> T:
        """An argument, read as what it has to be. Raises Unusable."""
        try:
            return read(str(self.arguments[name]))
        except (KeyError, ValueError):
            raise Unusable(f"The job does not say which {name} it is about.") from None


# What a suspended organization sends nobody until it is lifted; letters about accounts still go.
WAITING = (
    "mail_invitation",
    "mail_reminder",
    "mail_progress",
    "mail_completion",
    "mail_sender",
    "mail_ending",
)
# What asks somebody to sign, and so waits for one that is being closed as well.
ASKING = ("mail_invitation", "mail_reminder")
POSTPONE = """
    update outbox set due_at = now() + interval '5 minutes', published_until = null
    where id = %s and kind = any(%s) and state = 'open'
        and exists (select from organizations where suspended_at is not null
            or closes_at is not null and kind = any(%s))
"""


def lease(organization: Organization, job_id: UUID) -> LeasedJob | None:
    """None when it is done, not due, in other hands, has to wait, or is no job at all."""
    with organization.transaction() as tx:
        if tx.run(POSTPONE, job_id, list(WAITING), list(ASKING)):
            return None
        row = tx.maybe(
            "update outbox set attempts = attempts + 1, lease_until = now() + lease"
            " where id = %s and state = 'open' and due_at <= now()"
            " and (lease_until is null or lease_until < now())"
            " returning id, kind, arguments, attempts",
            job_id,
        )
    return LeasedJob(organization, **row) if row else None


def done(job: LeasedJob) -> None:
    """For an effect outside of the database. Raises LostLease."""
    with job.organization.transaction() as tx:
        tx.jobs.done(job)


def fail(job: LeasedJob, error: str, permanent: bool = False) -> None:
    """Try again later, or keep it as dead. `error` holds nothing about a person."""
    delay = None if permanent else retry_after(job.attempts)
    with job.organization.transaction() as tx:
        tx.run(
            "update outbox set lease_until = null, published_until = null, last_error = %s,"
            " state = case when %s::interval is null then 'dead' else 'open' end,"
            " finished_at = case when %s::interval is null then now() end,"
            " due_at = now() + coalesce(%s::interval, '0')"
            " where id = %s and attempts = %s and state = 'open'",
            *(error[:500], delay, delay, delay, job.id, job.attempts),
        )


def exists(organization: Organization, job_id: UUID) -> bool:
    """Whether there is, or was, such a job."""
    with organization.transaction() as tx:
        return tx.maybe("select from outbox where id = %s", job_id) is not None
