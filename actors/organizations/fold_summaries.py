"""
Folds what was counted lately into the sums that dashboards and quotas read, and deletes events that
are too old for programs: both belong to an organization in which something happens.
"""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.api import event_stream
from tenants.use_cases.organizations import summary_folding


@actor
def fold_summaries(job: LeasedJob) -> None:
    with job.transaction() as tx:
        tx.jobs.done(job)
        summary_folding.fold(tx)
        event_stream.delete_old(tx, job.now())
