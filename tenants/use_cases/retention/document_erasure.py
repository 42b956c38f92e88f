"""Erasing an envelope's documents while its proof stays: audit trail, hashes, who and when."""

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.retention import EnvelopeDocumentsErased
from core.jobs.job import Job
from core.retention import retention
from core.retention.events import DocumentsErased
from core.retention.retention import HELD_FOR, Cause, Holds
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.store.documents.unused_files import KIND
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.retention import erasure_record, recycle_bin

# Folders with one below them for each document, or for each whose files copies share.
SHARED = ("originals", "pages")
# What documents say, in audit trails: only what they commit to stays.
SAID = ("values", "placements", "message", "file_name")


@dataclass(frozen=True, slots=True)
class ErasedFolders:
    """Folders to empty, also of what a killed job left there, and the files in them that stay."""

    folders: list[str]
    kept: set[str]


def begin(tx: Transaction, job: LeasedJob, now: datetime) -> ErasedFolders | None:
    """
    Write down that the documents go. None when there is nothing to erase, which is then the job.

    Killed between this and `finish`, the job does it again from the start and ends the same. What
    has been taken out of the bin, or put on hold, stays.
    """
    envelope = tx.envelopes.lock(_envelope_id(job))
    if envelope.erased_at is None:
        retained, rules = recycle_bin.retained_envelope(tx, envelope), tx.retention_rules.all()
        cause = retention.due(retained, rules, tx.legal_holds.in_force(), now)
        if cause is None:
            if retention.due(retained, rules, Holds(), now):
                # Held: it goes when the hold is lifted, which is asked every day.
                later = Job(job.kind, job.arguments, due_at=now + HELD_FOR)
                tx.jobs.add(tx.organization_id, [later])
            coming = retention.erasure(retained, rules)
            if coming and coming.cause is Cause.BIN and coming.at > now:
                tx.jobs.put_back(job, coming.at)
                return None
            tx.jobs.done(job)
            return None
        mark(tx, envelope, cause, now)
    kept = set[str]()
    if tx.retention_rules.keeps_certificate(envelope.id):
        kept = {tx.sealed_files.get(envelope.id, None).object}
    shared = tx.documents.in_use(d.files_id for d in envelope.documents)
    return ErasedFolders(_folders(envelope, shared), kept)


def delete_files(organization: Organization, erased: ErasedFolders) -> None:
    """With no transaction open: the object store may be slow."""
    names = [name for folder in erased.folders for name in organization.names_below(folder)]
    organization.delete(*(name for name in names if name not in erased.kept))


def finish(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """The rows, after the files."""
    envelope = tx.envelopes.lock(_envelope_id(job))
    tx.page_images.delete_of(document.id for document in envelope.documents)
    tx.documents.erase_intake(envelope.id)
    tx.signatures.erase_pictures(envelope.id)
    tx.signature_uploads.delete_of_envelope(envelope.id)
    tx.attachments.delete_of(envelope.id)
    keep_certificate = tx.retention_rules.keeps_certificate(envelope.id)
    tx.sealed_files.erase(envelope.id, envelope.erased_at, keep_certificate)
    with erasure_record.recorded(tx, envelope.id, now):
        blank = tuple(replace(f, value="", properties={}) for f in envelope.fields)
        tx.record(Outcome(replace(envelope, fields=blank)), "system", now)
        tx.audit.values.erase(envelope.id, lambda _, value: value.name in SAID)
    tx.words.delete(envelope.id)
    tx.jobs.add(tx.organization_id, _left(envelope, now))
    tx.jobs.done(job)


def mark(tx: Transaction, envelope: Envelope, cause: Cause, now: datetime) -> None:
    """From now on the documents are erased; the caller holds the envelope."""
    marked = replace(envelope, erased_at=now, erased_because=cause)
    tx.record(Outcome(marked, (EnvelopeDocumentsErased(cause=cause),)), "system", now)
    erased = DocumentsErased(envelope_id=envelope.id, cause=cause)
    tx.record_admin((erased,), "system", now)


def _folders(envelope: Envelope, but: Container[UUID] = ()) -> list[str]:
    """All but the files that a copy has as well."""
    files = [d.files_id for d in envelope.documents if d.files_id not in but]
    own = [f"{kind}/{id}/" for id in files for kind in SHARED]
    drawn = [f"sealed-pages/{d.id}/" for d in envelope.documents]
    return [*own, *drawn, f"sealed/{envelope.id}/", f"attachments/{envelope.id}/"]


def _left(envelope: Envelope, now: datetime) -> list[Job]:
    """
    What others may be at still: canonical versions, which another envelope may have as well, go
    when no one names them; what jobs that were killed, or have not ended yet, leave, in a day.
    """
    hashes = {d.canonical_sha256 for d in envelope.documents if d.canonical_sha256}
    shared = [Job(KIND, {"name": canonical_name(sha256)}) for sha256 in sorted(hashes)]
    return [*shared, *unused_files.later(_folders(envelope), now)]


def _envelope_id(job: LeasedJob) -> UUID:
    return job.argument("envelope_id", UUID)
