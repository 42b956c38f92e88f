"""Takes an uploaded file in: the canonical version, or why there is none."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime

from actors.delivery.circuit_breaker import ServerAway
from actors.documents import viewer_notes
from actors.jobs import heavy_work
from actors.jobs.job import actor, ends
from actors.pdf.conversion import markup, office
from actors.pdf.conversion.file_kinds import OFFICE, FileKind
from actors.pdf.intake import file_intake
from actors.pdf.intake.intake import Accepted
from actors.pdf.page_edits import page_editing
from actors.pdf.sandbox import sandbox
from actors.scanning import clamav
from core.documents import edited_page
from core.documents.edited_page import EditedPage
from core.documents.refusals import (
    IntakeFault,
    ScannerAway,
    UnusableFile,
    ValuesNeeded,
    VirusFound,
)
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.documents import document_intake, unused_files
from tenants.use_cases.documents.document_intake import IntakeResult, OriginalFile, canonical_name

SECONDS = 110
"""For 2,000 pages of dense text: both engines look at every page."""

CONVERSION_SECONDS = 60
VIRUS = "virus"
"""A note that says what the scanner found: `virus:Eicar-Test-Signature`."""


class LacksValues(Exception):
    """A typed page asks for values that are not there yet."""

    def __init__(self, asked: tuple[str, ...]) -> None:
        super().__init__("merge fields without values")
        self.asked = asked


@actor
def intake_document(job: LeasedJob) -> None:
    file = original(job)
    data = job.organization.get(file.object)
    try:
        scan(job, data)
        with told_when_it_fails(job):
            accepted, asked = taken_in(job, data, file)
            if not edited_page.are_as_taken_in(file.page_edits, len(accepted.pages)):
                accepted = with_edited_pages(job, accepted, file.page_edits)
    except clamav.InfectedFile as infected:
        reject(job, VirusFound.code, job.now(), notes=(f"{VIRUS}:{infected.virus}",))
        return
    except LacksValues as lacking:
        reject(job, ValuesNeeded.code, job.now(), lacking.asked)
        return
    except UnusableFile as refusal:
        reject(job, refusal.code, job.now())
        return
    own_file(job, file, data)
    fields = [
        asdict(field) | {"key": field.key or str(n)} for n, field in enumerate(accepted.fields, 1)
    ]
    notes = (*accepted.notes, *viewer_notes.notes(accepted))
    result = IntakeResult(
        accepted.canonical,
        accepted.pages,
        notes,
        fields,
        earlier=accepted.earlier,
        asked=asked,
        lacks_values=lacks(file, asked),
    )
    accept(job, result, job.now())


@ends("intake_document")
def give_up(tx: Transaction, job: LeasedJob) -> None:
    document_intake.give_up(tx, job, job.now())


def scan(job: LeasedJob, data: bytes) -> None:
    """Raises InfectedFile, TooLargeToScan, and ServerAway, which the page says first."""
    try:
        clamav.check(job.organization.installation.settings.clamav_url, data)
    except ServerAway:
        delay(job, ScannerAway.code)
        raise


@contextmanager
def told_when_it_fails(job: LeasedJob) -> Iterator[None]:
    """What is no fault of the file is tried again: until then its page says so."""
    try:
        yield
    except sandbox.OUR_FAULTS:
        delay(job, IntakeFault.code)
        raise


def delay(job: LeasedJob, reason: str) -> None:
    with job.transaction() as tx:
        document_intake.delay(tx, job, reason, job.now())


def taken_in(job: LeasedJob, data: bytes, file: OriginalFile) -> tuple[Accepted, tuple[str, ...]]:
    """
    What is accepted, and its merge fields. Raises UnusableFile, LacksValues, TooHeavy.

    An office file or a typed page is made a PDF in a child of its own.
    """
    found = heavy_work.attempt_untrusted(
        job,
        *(file_intake.accept, data, file.password, file.paper, edited_page.lifted(file.page_edits)),
        seconds=SECONDS,
    )
    if isinstance(found, Accepted):
        return found, ()
    if lacks(file, found.asked) and not file.values_may_lack:
        raise LacksValues(found.asked)
    pdf, notes = converted(job, data, file, found)
    accepted = heavy_work.attempt_untrusted(
        job, file_intake.accept_made, pdf, found.name, notes, seconds=SECONDS
    )
    return accepted, found.asked


def lacks(file: OriginalFile, asked: tuple[str, ...]) -> bool:
    return any(not file.values.get(name) for name in asked)


def own_file(job: LeasedJob, file: OriginalFile, data: bytes) -> None:
    """A document that is made anew gets a file of its own. Raises FileGoing."""
    if file.own != file.object:
        announce(job, file.own)
        job.organization.put(file.own, data)


def with_edited_pages(
    job: LeasedJob, accepted: Accepted, edits: tuple[EditedPage, ...]
) -> Accepted:
    """Made anew each time, from the file as it was uploaded. Raises UnusableFile, TooHeavy."""
    return heavy_work.attempt_untrusted(job, page_editing.edited, accepted, edits, seconds=SECONDS)


def converted(
    job: LeasedJob, data: bytes, file: OriginalFile, kind: FileKind
) -> tuple[bytes, tuple[str, ...]]:
    if kind.name in OFFICE:
        pdf, notes = heavy_work.attempt_untrusted(
            job, office.to_pdf, data, kind.name, seconds=CONVERSION_SECONDS, in_folder=True
        )
    else:
        values = dict(file.values)
        pdf, notes = heavy_work.attempt_untrusted(
            job,
            markup.to_pdf,
            data,
            kind.name,
            file.paper,
            values,
            seconds=CONVERSION_SECONDS,
            in_folder=True,
        )
    return pdf, (*kind.notes, *notes)


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


def reject(
    job: LeasedJob,
    reason: str,
    now: datetime,
    asked: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> None:
    """
    `reason` is the name of the refusal that intake met.

    `asked` are the merge fields it found, `notes` say more about the reason.
    """
    with job.transaction() as tx:
        document_intake.reject(tx, job, reason, now, asked, notes)


def announce(job: LeasedJob, name: str) -> None:
    """Of a file named by its hash, which other documents may have as well. Raises FileGoing."""
    with job.transaction() as tx:
        tx.unused_files.announce(name, job.id)
    with job.transaction() as tx:
        unused_files.check_not_going(tx, name)
