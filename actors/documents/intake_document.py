"""Takes an uploaded file in: the canonical version, or why there is none."""

import hashlib
from dataclasses import asdict
from datetime import datetime

from actors.jobs import heavy_work
from actors.jobs.job import actor
from actors.pdf.conversion import office
from actors.pdf.intake import taking_in
from actors.pdf.intake.intake import Accepted
from core.documents.refusals import UnusableFile
from tenants.leased_job import LeasedJob
from tenants.use_cases.documents import document_intake, unused_files
from tenants.use_cases.documents.document_intake import IntakeResult, OriginalFile, canonical_name

SECONDS = 110
"""For 2,000 pages of dense text: both engines look at every page."""

CONVERSION_SECONDS = 60


@actor
def intake_document(job: LeasedJob) -> None:
    file = original(job)
    data = job.organization.get(file.object)
    try:
        accepted = taken_in(job, data, file)
    except UnusableFile as refusal:
        reject(job, refusal.code, job.now())
        return
    fields = [asdict(field) | {"key": str(n)} for n, field in enumerate(accepted.fields, 1)]
    result = IntakeResult(
        accepted.canonical, accepted.pages, accepted.notes, fields, earlier=accepted.earlier
    )
    accept(job, result, job.now())


def taken_in(job: LeasedJob, data: bytes, file: OriginalFile) -> Accepted:
    """Raises UnusableFile, TooHeavy. An office file is made a PDF in a child of its own."""
    found = heavy_work.attempt_untrusted(
        job, taking_in.accept, data, file.password, file.paper, seconds=SECONDS
    )
    if isinstance(found, Accepted):
        return found
    pdf = heavy_work.attempt_untrusted(
        job, office.to_pdf, data, found.name, seconds=CONVERSION_SECONDS, in_folder=True
    )
    return heavy_work.attempt_untrusted(
        job, taking_in.accept_made, pdf, found.name, found.notes, seconds=SECONDS
    )


def original(job: LeasedJob) -> OriginalFile:
    """Raises NotFound when it was removed."""
    with job.transaction() as tx:
        return document_intake.original(tx, job)


def accept(job: LeasedJob, result: IntakeResult, now: datetime) -> None:
    """Store the canonical version, then say so. Raises FileGoing, LostLease."""
    sha256 = hashlib.sha256(result.canonical).hexdigest()
    name = canonical_name(sha256)
    announce(job, name)
    job.organization.put(name, result.canonical)
    with job.transaction() as tx:
        document_intake.accept(tx, job, result, sha256, now)


def reject(job: LeasedJob, reason: str, now: datetime) -> None:
    """`reason` is the name of the refusal that intake met."""
    with job.transaction() as tx:
        document_intake.reject(tx, job, reason, now)


def announce(job: LeasedJob, name: str) -> None:
    """Of a file named by its hash, which other documents may have as well. Raises FileGoing."""
    with job.transaction() as tx:
        tx.unused_files.announce(name, job.id)
    with job.transaction() as tx:
        unused_files.check_not_going(tx, name)
