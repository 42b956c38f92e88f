"""The end of an organization, in steps that a worker may die in: keys, files, rows, people."""

import time
from datetime import datetime

from core.jobs.job import Job
from core.retention.closing import EMPTIED, EMPTIED_LAST
from core.retention.retention import HELD_FOR
from tenants.organization import Transaction
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import legal_holds

SECONDS = 20
ROWS = 1_000
STAGES = ("keys", "files", "links", *EMPTIED, "sealed_files", "envelopes", "end")


def dissolve(job: LeasedJob, now: datetime) -> None:
    """
    One stage, or a part of it; the next one is a job of its own.

    Begins only when the time of grace is over, nobody called it off and nothing is held. From
    the moment the keys are gone there is no way back, and no file can be read by anybody.
    """
    stage = str(job.arguments.get("stage", "keys"))
    if stage == "keys":
        _begin(job, now)
    elif stage == "files":
        _go_on(job, stage, job.organization.delete_some(SECONDS))
    elif stage == "end":
        _end(job)
    else:
        _go_on(job, stage, _emptied(job, stage, now))


def _begin(job: LeasedJob, now: datetime) -> None:
    with job.organization.transaction() as tx:
        row = tx.one("select closes_at from organizations for update")
        if row["closes_at"] is None:
            tx.jobs.done(job)
            return
        if row["closes_at"] > now:
            tx.jobs.put_back(job, row["closes_at"])
            return
        if legal_holds.any_held(tx):
            tx.jobs.add(tx.organization_id, [Job(job.kind, due_at=now + HELD_FOR)])
            tx.jobs.done(job)
            return
        tx.one("select destroy_keys() as done")
        # Letters and whatever else waits: nothing could be read any more.
        tx.run("delete from outbox where id <> %s", job.id)
        tx.jobs.add(tx.organization_id, [_next(job, "files")])
        tx.jobs.done(job)
    job.organization.installation.keyring.forget(job.organization.id)


def _emptied(job: LeasedJob, stage: str, now: datetime) -> bool:
    """Take rows out for some seconds; whether none is left."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with job.organization.transaction() as tx:
            _check_begun(tx)
            changed = _step(tx, stage, now)
        if changed < ROWS:
            return True
    return False


def _step(tx: Transaction, stage: str, now: datetime) -> int:
    if stage == "links":
        return int(tx.one("select destroy_links(%s) as n", ROWS)["n"])
    if stage == "sealed_files":
        return tx.run(
            "update sealed_files set object = '', erased_at = coalesce(erased_at, %s)"
            " where ctid = any(array(select ctid from sealed_files where object <> '' limit %s))",
            *(now, ROWS),
        )
    if stage == "envelopes":
        return tx.run(
            "update envelopes set name = '', message = '', folder_id = null, team_id = null,"
            " visibility = 'owner', erased_at = coalesce(erased_at, %s)"
            " where ctid = any(array(select ctid from envelopes where erased_at is null"
            " or name <> '' or message <> '' or folder_id is not null or team_id is not null"
            " limit %s))",
            *(now, ROWS),
        )
    return _delete(tx, stage)


def _end(job: LeasedJob) -> None:
    # What somebody was still at when the keys went.
    job.organization.delete_some(SECONDS)
    with job.organization.transaction() as tx:
        _check_begun(tx)
        for table in EMPTIED:
            tx.run(f"delete from {table}")  # noqa: S608 - a table of ours
        tx.run("delete from outbox where id <> %s and kind <> %s", job.id, job.kind)
        tx.run("update folders set parent_id = null where parent_id is not null")
        tx.run("select end_organization()")
        for table in EMPTIED_LAST:
            tx.run(f"delete from {table}")  # noqa: S608 - a table of ours
        tx.jobs.done(job)


def _delete(tx: Transaction, table: str) -> int:
    return tx.run(
        f"delete from {table} where ctid = any(array(select ctid from {table} limit %s))",  # noqa: S608 - a table of ours
        ROWS,
    )


def _check_begun(tx: Transaction) -> None:
    """Rows are taken out only of an organization whose keys are gone."""
    tx.one("select from organizations where wrapped_key = ''")


def _go_on(job: LeasedJob, stage: str, finished: bool) -> None:
    with job.organization.transaction() as tx:
        following = STAGES[STAGES.index(stage) + 1] if finished else stage
        tx.jobs.add(tx.organization_id, [_next(job, following)])
        tx.jobs.done(job)


def _next(job: LeasedJob, stage: str) -> Job:
    return Job(job.kind, {"stage": stage})
