"""The end of an organization, in steps that a worker may die in: keys, files, rows, people."""

from datetime import datetime

from core.jobs.job import Job
from core.refusals import NotFound
from core.retention.retention import HELD_FOR
from tenants.leased_job import LeasedJob
from tenants.store.retention.emptied_tables import EMPTIED
from tenants.transaction import Transaction
from tenants.use_cases.retention import legal_holds

ROWS = 1_000
STAGES = ("keys", "files", "links", *EMPTIED, "sealed_files", "envelopes", "end")


def stage(job: LeasedJob) -> str:
    return str(job.arguments.get("stage", "keys"))


def destroy_keys(tx: Transaction, job: LeasedJob, now: datetime) -> bool:
    """
    The first stage. False when the organization stays for now, which is then the job.

    Begins only when the time of grace is over, no one called it off and nothing is held. From
    the moment the keys are gone there is no way back, and no file can be read by anyone.
    """
    closes_at = tx.organization_end.lock_day()
    if closes_at is None:
        tx.jobs.done(job)
        return False
    if closes_at > now:
        tx.jobs.put_back(job, closes_at)
        return False
    if legal_holds.any_held(tx):
        tx.jobs.add(tx.organization_id, [Job(job.kind, due_at=now + HELD_FOR)])
        tx.jobs.done(job)
        return False
    tx.organization_end.destroy_keys()
    # Letters and whatever else waits: nothing could be read any more.
    tx.organization_end.delete_other_jobs(job.id)
    advance(tx, job, finished=True)
    return True


def delete_step(tx: Transaction, stage: str, now: datetime) -> int:
    """Delete at most ROWS rows; how many there were. Raises NotFound while there are keys."""
    _check_begun(tx)
    if stage == "links":
        return tx.organization_end.delete_links(ROWS)
    if stage == "sealed_files":
        return tx.organization_end.empty_sealed_files(ROWS, now)
    if stage == "envelopes":
        return tx.organization_end.empty_envelopes(ROWS, now)
    return tx.organization_end.delete_rows(stage, ROWS)


def advance(tx: Transaction, job: LeasedJob, finished: bool) -> None:
    """The next stage, or more of this one, is a job of its own."""
    following = STAGES[STAGES.index(stage(job)) + 1] if finished else stage(job)
    tx.jobs.add(tx.organization_id, [Job(job.kind, {"stage": following})])
    tx.jobs.done(job)


def end(tx: Transaction, job: LeasedJob) -> None:
    """The last stage. Raises NotFound while there are keys."""
    _check_begun(tx)
    tx.organization_end.delete_other_jobs(job.id, job.kind)
    tx.organization_end.end()
    tx.jobs.done(job)


def _check_begun(tx: Transaction) -> None:
    """Rows are taken out only of an organization whose keys are gone."""
    if not tx.organization_end.has_begun():
        raise NotFound
