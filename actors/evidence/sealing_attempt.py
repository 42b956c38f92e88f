"""One attempt at sealing an envelope: its transactions, and the files between them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tenants.leased_job import LeasedJob
from tenants.store.evidence.sealed_files import FiledFile
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.evidence import sealing, sealing_checks
from tenants.use_cases.evidence.sealing_checks import Sealing


def load(job: LeasedJob) -> Sealing | None:
    """None when the envelope needs no sealing (any more). Raises Tampered."""
    with job.transaction() as tx:
        stored = sealing.read(tx, job)
    return sealing_checks.checked(job.organization, stored)


def canonical(job: LeasedJob, sha256: str) -> bytes:
    """One canonical version. Raises Tampered."""
    return sealing_checks.canonical(job.organization, sha256)


def file(job: LeasedJob, id: UUID, data: bytes, attached: bool = False) -> FiledFile:
    """Store a sealed file under this attempt's name; it counts once `complete` names it."""
    name = f"{sealing.folder(job)}/{id}"
    job.organization.put(name, data)
    return FiledFile(id, name, hashlib.sha256(data).hexdigest(), len(data), attached)


def discard(job: LeasedJob) -> None:
    """What this attempt has filed goes at once, when it ends before `complete`."""
    with job.transaction() as tx:
        sealing.discard(tx, job)


def complete(job: LeasedJob, filed: Sequence[FiledFile], now: datetime) -> bool:
    """
    Say that everything is sealed. False when another attempt has won.

    The files of a loser go at once. When it is not known whether the commit went through, they
    are left to the job that was announced: it asks the database. Raises LostLease.
    """
    won = False
    try:
        with job.transaction() as tx:
            won = sealing.complete(tx, job, filed, now)
    except LostLease:
        discard(job)
        raise
    if not won:
        discard(job)
    return won
