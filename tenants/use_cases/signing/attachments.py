"""Files that recipients attach: taken, checked by the worker, kept or refused, downloaded."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.documents.attached_file import AttachedFile
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.jobs.job import Job
from core.refusals import NotFound, Refusal
from core.retention.refusals import DocumentsGone
from core.signing import attaching, turn
from core.signing.refusals import UnusableAttachment
from tenants.leased_job import LeasedJob
from tenants.store.documents.unused_files import KIND
from tenants.store.signing.attachments import Upload
from tenants.transaction import Transaction
from tenants.use_cases.evidence.sealed_files import FoundSealedFile
from tenants.use_cases.signing import signing_ceremony

UNFINISHED = ("checking", "refused")
ALL = (*UNFINISHED, "kept")


def place(envelope_id: UUID, id: UUID) -> str:
    """Where it lies in the object store."""
    return f"attachments/{envelope_id}/{id}"


def announce(tx: Transaction, field_id: UUID, id: UUID, now: datetime) -> None:
    """Before anything is stored. Raises NotFound, and what signing raises."""
    envelope = _attachable(tx, field_id, now)
    tx.unused_files.announce(place(envelope.id, id), id)


def add(tx: Transaction, field_id: UUID, file: AttachedFile, now: datetime) -> None:
    """A stored file, which the worker looks at. An earlier one stays until it has."""
    envelope = _attachable(tx, field_id, now)
    recipient_id = tx.recipient.recipient_id
    tx.attachments.add(envelope.id, field_id, recipient_id, file, now)
    tx.unused_files.keep(place(envelope.id, file.id), file.id)
    upload = Upload(file, envelope.id, field_id, recipient_id, "checking", None)
    of = {"envelope_id": str(envelope.id), "attachment_id": str(file.id)}
    gone = tx.attachments.delete_others(upload, UNFINISHED)
    tx.jobs.add(tx.organization_id, [Job("check_attachment", of), *_deleting(envelope.id, gone)])


def latest(tx: Transaction, field_id: UUID) -> Upload | None:
    """What this recipient uploaded last, if they may see it: of theirs alone."""
    found = tx.attachments.latest(tx.recipient.envelope_id, field_id)
    mine = found is not None and found.recipient_id == tx.recipient.recipient_id
    return found if mine else None


def remove(tx: Transaction, field_id: UUID, now: datetime) -> None:
    envelope = _attachable(tx, field_id, now)
    outcome = attaching.remove(envelope, tx.recipient.recipient_id, field_id)
    if outcome.events:
        tx.record(outcome, tx.principal.actor, now)
    gone = tx.attachments.delete_of_field(envelope.id, field_id)
    tx.jobs.add(tx.organization_id, _deleting(envelope.id, gone))


def to_check(tx: Transaction, job: LeasedJob) -> Upload | None:
    """None when it was replaced, removed or erased meanwhile."""
    return tx.attachments.checking(_id(job))


def keep(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """It is what it has to be: the field has it, unless its recipient may not act any more."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    upload = tx.attachments.checking(_id(job))
    if upload is not None:
        _attach(tx, envelope, upload, now)
    tx.jobs.done(job)


def refuse(tx: Transaction, job: LeasedJob, problem: UnusableAttachment) -> None:
    envelope_id = job.argument("envelope_id", UUID)
    tx.attachments.refuse(_id(job), problem)
    tx.jobs.add(tx.organization_id, _deleting(envelope_id, [_id(job)]))
    tx.jobs.done(job)


def erase(tx: Transaction, envelope_id: UUID, recipient_ids: Iterable[UUID]) -> None:
    """Of these people."""
    gone = tx.attachments.delete_of(envelope_id, recipient_ids)
    tx.jobs.add(tx.organization_id, _deleting(envelope_id, gone))


def find(
    tx: Transaction,
    envelope: Envelope,
    files: Iterable[tuple[Field, AttachedFile]],
    id: UUID,
    now: datetime,
) -> FoundSealedFile:
    """
    One of these files. It is logged as downloaded.

    Read it with no transaction open, by sealed_files.read. Raises NotFound, DocumentsGone.
    """
    if envelope.erased_at:
        raise DocumentsGone
    file = next((file for _, file in files if file.id == id), None)
    if file is None:
        raise NotFound
    tx.access_log.add(envelope.id, tx.principal.actor, f"downloaded attachment {id}", now)
    return FoundSealedFile(file.name, place(envelope.id, id), file.sha256)


def _attach(tx: Transaction, envelope: Envelope, upload: Upload, now: datetime) -> None:
    try:
        turn.check_may_act(envelope, upload.recipient_id, now)
        outcome = attaching.attach(envelope, upload.recipient_id, upload.field_id, upload.file)
    except (NotFound, Refusal):
        gone = [upload.file.id, *tx.attachments.delete_others(upload, UNFINISHED)]
        tx.attachments.refuse(upload.file.id, UnusableAttachment())
    else:
        tx.record(outcome, f"recipient:{upload.recipient_id}", now)
        tx.attachments.set_kept(upload.file.id)
        gone = tx.attachments.delete_others(upload, ALL)
    tx.jobs.add(tx.organization_id, _deleting(envelope.id, gone))


def _attachable(tx: Transaction, field_id: UUID, now: datetime) -> Envelope:
    envelope = signing_ceremony.locked(tx)
    recipient_id = tx.recipient.recipient_id
    attaching.check(envelope, recipient_id, field_id)
    turn.check_time(envelope, now)
    return envelope


def _deleting(envelope_id: UUID, ids: Iterable[UUID]) -> list[Job]:
    return [Job(KIND, {"name": place(envelope_id, id)}) for id in ids]


def _id(job: LeasedJob) -> UUID:
    return job.argument("attachment_id", UUID)
