"""Verifying a PDF that anyone hands in: kept for its judge alone, and deleted with the verdict."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from core.documents.document import BYTES_LIMIT
from core.documents.refusals import FileTooLarge, NotAPdf
from core.jobs.job import Job
from tenants.leased_job import LeasedJob
from tenants.store.evidence.verifications import SubmittedFile
from tenants.transaction import Transaction

KEPT = timedelta(hours=1)


def check(data: bytes) -> str:
    """The SHA-256 (hex) of a file that may be handed in. Raises FileTooLarge, NotAPdf."""
    if len(data) > BYTES_LIMIT:
        raise FileTooLarge
    if not data:
        raise NotAPdf
    return hashlib.sha256(data).hexdigest()


def of_organization(organization_id: UUID, id: UUID) -> UUID:
    """The id of a verification that a program asks for: another organization's finds nothing."""
    return uuid5(organization_id, str(id))


def announce(tx: Transaction, verification_id: UUID, sha256: str) -> str:
    """The name under which the file is to be stored; after a day it is gone, whatever happens."""
    name = object_name(verification_id, sha256)
    tx.unused_files.announce(name, verification_id)
    return name


def submit(
    tx: Transaction, verification_id: UUID, file_name: str, sha256: str, now: datetime
) -> list[str]:
    """
    Have a worker judge a file that is stored. The same id again changes nothing.

    Gives the names of files that are to be deleted: those handed in an hour ago, and this one if
    another one has its id.
    """
    old = tx.verifications.delete_before(now - KEPT)
    if tx.verifications.add(verification_id, _printable(file_name), sha256, now):
        job = Job("check_sealed_file", {"verification_id": str(verification_id)})
        tx.jobs.add(tx.organization_id, [job])
    unneeded = [object_name(*file) for file in old]
    if tx.verifications.get(verification_id).sha256 != sha256:
        unneeded.append(object_name(verification_id, sha256))
    return unneeded


def submitted(tx: Transaction, verification_id: UUID) -> SubmittedFile:
    """Raises NotFound, also when it is older than an hour."""
    return tx.verifications.get(verification_id)


def file(tx: Transaction, job: LeasedJob) -> str:
    """The name of the file to judge. Raises NotFound when it is too old."""
    return object_name(_id(job), tx.verifications.get(_id(job)).sha256)


def report(tx: Transaction, job: LeasedJob, report: dict[str, Any]) -> str:
    """Write down the verdict. The name of the file, which is to be deleted."""
    name = file(tx, job)
    tx.verifications.set_report(_id(job), report)
    tx.jobs.done(job)
    return name


def was_deleted(tx: Transaction, job: LeasedJob) -> bool:
    """Whether the job is about a file that was handed in too long ago."""
    return "verification_id" in job.arguments and not tx.verifications.exists(_id(job))


def object_name(verification_id: UUID, sha256: str) -> str:
    """By its hash too: a second file with the same id must never get the first one's verdict."""
    return f"verifications/{verification_id}/{sha256}"


def _id(job: LeasedJob) -> UUID:
    return job.argument("verification_id", UUID)


def _printable(file_name: str) -> str:
    """What people read: no control character, and short."""
    return "".join(c for c in file_name if c.isprintable())[:200]
