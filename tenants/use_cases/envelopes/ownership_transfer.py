"""Giving what somebody owned to somebody else, a good many at a time."""

from uuid import UUID

from core.jobs.job import Job
from core.people.membership import HANDED_OVER_AT_ONCE
from tenants.organization import Transaction
from tenants.use_cases.jobs.leasing import LeasedJob


def envelopes(tx: Transaction, old_id: UUID, heir_id: UUID) -> int:
    """How many went over: fewer than HANDED_OVER_AT_ONCE when there are no more."""
    return tx.run(
        "update envelopes set sender_id = %s where id = any(array("
        "select id from envelopes where sender_id = %s order by id limit %s))",
        *(heir_id, old_id, HANDED_OVER_AT_ONCE),
    )


def go_on(job: LeasedJob) -> None:
    """What was too much for the transaction in which somebody left; then a job for the rest."""
    old_id, heir_id = (job.said(name, UUID) for name in ("old_id", "heir_id"))
    with job.organization.transaction() as tx:
        heir_id = _who_is_here(tx, heir_id)
        more = envelopes(tx, old_id, heir_id) == HANDED_OVER_AT_ONCE
        of = {"old_id": str(old_id), "heir_id": str(heir_id)}
        following = Job("hand_over_envelopes", of) if more else Job("index_envelopes")
        tx.jobs.add(tx.organization_id, [following])
        tx.jobs.done(job)


def _who_is_here(tx: Transaction, heir_id: UUID) -> UUID:
    """The heir, or theirs if they left meanwhile; the first owner where they named nobody."""
    row = tx.one(
        "with recursive heirs (id, place) as (select %s::uuid, 1 union all"
        " select f.heir_id, h.place + 1 from heirs h join former_members f on f.person_id = h.id"
        " where f.heir_id is not null and h.place < 50)"
        " select m.person_id from memberships m left join heirs h on h.id = m.person_id"
        " where h.id is not null or m.role = 'owner'"
        " order by h.place nulls last, m.created_at limit 1",
        heir_id,
    )
    return UUID(str(row["person_id"]))
