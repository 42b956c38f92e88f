"""Takes an organization apart whose time of grace is over, a step at a time."""

import time
from datetime import datetime

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import organization_deletion

SECONDS = 20


@actor
def close_organization(job: LeasedJob) -> None:
    close(job, job.now())


def close(job: LeasedJob, now: datetime) -> None:
    """One stage, or a part of it; the next one is a job of its own."""
    stage = organization_deletion.stage(job)
    if stage == "keys":
        with job.transaction() as tx:
            destroyed = organization_deletion.destroy_keys(tx, job, now)
        if destroyed:
            job.organization.installation.keyring.forget(job.organization.id)
    elif stage == "files":
        _advance(job, job.organization.delete_some(SECONDS))
    elif stage == "end":
        # Files that were still being written when the keys were destroyed.
        job.organization.delete_some(SECONDS)
        with job.transaction() as tx:
            organization_deletion.end(tx, job)
    else:
        _advance(job, _delete_rows(job, stage, now))


def _delete_rows(job: LeasedJob, stage: str, now: datetime) -> bool:
    """For some seconds, a transaction for each step; whether none is left."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        with job.transaction() as tx:
            deleted = organization_deletion.delete_step(tx, stage, now)
        if deleted < organization_deletion.ROWS:
            return True
    return False


def _advance(job: LeasedJob, finished: bool) -> None:
    with job.transaction() as tx:
        organization_deletion.advance(tx, job, finished)
