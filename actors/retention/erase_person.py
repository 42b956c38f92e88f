"""Erases one person from an organization, some envelopes at a time."""

import time
from datetime import datetime

from actors.jobs.job import actor
from tenants.leased_job import LeasedJob
from tenants.use_cases.retention import personal_data_erasure

SECONDS = 20


@actor
def erase_person(job: LeasedJob) -> None:
    erase(job, job.now())


def erase(job: LeasedJob, now: datetime) -> None:
    """Some seconds of it, one envelope a transaction; the next step is a job of its own."""
    with job.transaction() as tx:
        erasure = personal_data_erasure.begin(tx, job)
    if erasure is None:
        return
    after, until = erasure.after, time.monotonic() + SECONDS
    while True:
        with job.transaction() as tx:
            ids, about = personal_data_erasure.window(tx, erasure.address, after)
        for envelope_id in about:
            with job.transaction() as tx:
                personal_data_erasure.erase_in(tx, job, envelope_id, erasure, now)
        if len(ids) < personal_data_erasure.WINDOW:
            with job.transaction() as tx:
                personal_data_erasure.finish(tx, job, erasure.address, now)
            return
        after = ids[-1]
        if time.monotonic() > until:
            break
    with job.transaction() as tx:
        personal_data_erasure.pause(tx, job, after)
