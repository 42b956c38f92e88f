"""Folding what was counted into sums, and counting anew."""

from tenants.leased_job import LeasedJob
from tenants.organization import Organization

AT_ONCE = 5_000


def fold(job: LeasedJob) -> None:
    """What is written meanwhile is left for the next time, which is made sure of."""
    with job.organization.transaction() as tx:
        folded = tx.one("select fold_summaries(%s) as rows", AT_ONCE)["rows"]
        if folded == AT_ONCE:
            tx.summaries.fold_soon()
        tx.jobs.done(job)
        tx.run(
            "delete from outbox where kind = 'fold_summaries' and state = 'done'"
            " and finished_at < now() - interval '1 hour'"
        )


def recount(organization: Organization) -> int:
    """Count every envelope again; how many figures were wrong. Nothing has to stand still."""
    with organization.transaction() as tx:
        tx.run("set local transaction_timeout = 0")
        differences = int(tx.one("select recount_summaries() as rows")["rows"])
        tx.one("select fold_summaries(2147483647) as rows")
    return differences
