"""Folds what was counted lately into the sums that dashboards and quotas read."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.organizations import summary_folding


@actor
def fold_summaries(job: LeasedJob) -> None:
    with job.transaction() as tx:
        tx.jobs.done(job)
        summary_folding.fold(tx)
