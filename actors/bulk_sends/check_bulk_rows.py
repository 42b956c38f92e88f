"""Checks every row of a bulk send."""

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.bulk_sends import row_checking


@actor
def check_bulk_rows(job: LeasedJob) -> None:
    """After a death from the first row on: which rows repeat each other is known in order only."""
    with job.transaction() as tx:
        checker = row_checking.checker(tx, job)
    if checker is None:
        return
    after, done = checker.bulk.header_row, 0
    while True:
        with job.transaction() as tx:
            rows = row_checking.check_some(tx, checker, after, done)
        if not rows:
            break
        after, done = rows[-1].number, done + len(rows)
    with job.transaction() as tx:
        row_checking.finish(tx, job, checker, done)
