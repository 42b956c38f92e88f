"""Folds what was counted lately into the sums that dashboards and quotas read."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.organizations import summary_folding


@actor
def fold_summaries(job: LeasedJob) -> None:
    summary_folding.fold(job)
