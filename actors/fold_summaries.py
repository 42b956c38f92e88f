"""Folds what was counted lately into the sums that dashboards and quotas read."""

from actors.job import actor
from tenants.use_cases import summarizing
from tenants.use_cases.leasing import LeasedJob


@actor
def fold_summaries(job: LeasedJob) -> None:
    summarizing.fold(job)
