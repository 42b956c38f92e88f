"""Sends the envelope of one row of a bulk send."""

from actors.jobs.job import actor
from core.bulk_sends.bulk_send import BulkSend, PauseReason
from core.bulk_sends.filled_row import RowProblem
from core.refusals import Forbidden, Invalid, NotFound, Problem, Refusal
from tenants.leased_job import LeasedJob
from tenants.use_cases.bulk_sends import row_sending
from tenants.use_cases.bulk_sends.row_sending import RowRefused


@actor
def send_bulk_row(job: LeasedJob) -> None:
    """One transaction sends it and notes it. What one row meets stops no other."""
    try:
        with job.transaction() as tx:
            due = row_sending.due(tx, job)
    except NotFound:  # it was deleted, or its sender has left
        job.done()
        return
    if due is None:
        return
    if due.principal is None:
        _stop(job, due.bulk, Forbidden())
        return
    try:
        with job.transaction(due.principal) as tx:
            is_done = row_sending.send(tx, job, due.bulk, job.now())
    except RowRefused as refused:
        _refuse(job, due.bulk, refused.problems)
    except (Refusal, Forbidden, Invalid, NotFound) as problem:
        _stop(job, due.bulk, problem)
    else:
        _end(job, due.bulk, is_done)


def _stop(job: LeasedJob, bulk: BulkSend, problem: Problem) -> None:
    """All rows wait for what none of them can get past."""
    if problem.code not in list(PauseReason):
        _refuse(job, bulk, row_sending.told(problem))
        return
    with job.transaction() as tx:
        row_sending.pause(tx, job, PauseReason(problem.code), job.now())


def _refuse(job: LeasedJob, bulk: BulkSend, problems: tuple[RowProblem, ...]) -> None:
    with job.transaction() as tx:
        is_done = row_sending.refuse(tx, job, bulk, problems)
    _end(job, bulk, is_done)


def _end(job: LeasedJob, bulk: BulkSend, is_done: bool) -> None:
    if not is_done:
        with job.transaction() as tx:
            row_sending.end(tx, job, bulk, job.now())
