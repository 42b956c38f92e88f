"""Giving what somebody owned to somebody else, a good many at a time."""

from uuid import UUID

from core.jobs.job import Job
from core.people.membership import HANDED_OVER_AT_ONCE
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction


def envelopes(tx: Transaction, old_id: UUID, heir_id: UUID) -> int:
    """How many went over: fewer than HANDED_OVER_AT_ONCE when there are no more."""
    return tx.senders.hand_over(old_id, heir_id, HANDED_OVER_AT_ONCE)


def hand_over_rest(tx: Transaction, job: LeasedJob) -> None:
    """What was too much for the transaction in which somebody left; then a job for the rest."""
    old_id, heir_id = (job.argument(name, UUID) for name in ("old_id", "heir_id"))
    heir_id = tx.senders.heir(heir_id)
    more = envelopes(tx, old_id, heir_id) == HANDED_OVER_AT_ONCE
    of = {"old_id": str(old_id), "heir_id": str(heir_id)}
    following = Job("hand_over_envelopes", of) if more else Job("index_envelopes")
    tx.jobs.add(tx.organization_id, [following])
    tx.jobs.done(job)
