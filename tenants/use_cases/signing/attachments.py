"""Files that recipients attach: taken, checked by the worker, kept or refused, downloaded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.documents.attached_file import AttachedFile
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.jobs.job import Job
from core.organizations.quota import Kind
from core.organizations.refusals import QuotaReached
from core.refusals import NotFound, Refusal
from core.retention.refusals import DocumentsGone
from core.signing import attaching, turn
from core.signing.refusals import (
    AttachmentNoRoom,
    UnusableAttachment,
)
from tenants.leased_job import LeasedJob
from tenants.store.documents.unused_files import KIND
from tenants.store.signing.attachments import Upload
from tenants.transaction import Transaction
from tenants.use_cases.evidence.sealed_files import FoundSealedFile
from tenants.use_cases.organizations import quotas
from tenants.use_cases.signing import signing_ceremony


def place(envelope_id: UUID, id: UUID) -> str:
    """Where it lies in the object store."""
    return f"attachments/{envelope_id}/{id}"


def announce(tx: Transaction, field_id: UUID, file: AttachedFile, now: datetime) -> None:
    """Before anything is stored. Raises NotFound, AttachmentNoRoom, and what signing raises."""
    envelope = _attachable(tx, field_id, now)
    _find_room(tx, file, now)
    tx.unused_files.announce(place(envelope.id, file.id), file.id)


def add(
    tx: Transaction, field_id: UUID, file: AttachedFile, seen: UUID | None, now: datetime
) -> None:
    """A stored file, which the worker looks at. An earlier one stays until it has."""
    envelope = _attachable(tx, field_id, now)
    _find_room(tx, file, now)
    recipient_id = tx.recipient.recipient_id
    tx.attachments.add(envelope.id, field_id, recipient_id, file, seen, now)
    tx.unused_files.keep(place(envelope.id, file.id), file.id)
    upload = Upload(file, envelope.id, field_id, recipient_id, "checking", None)
    of = {"envelope_id": str(envelope.id), "attachment_id": str(file.id)}
    gone = tx.attachments.delete_others(upload, kept=False)
    tx.jobs.add(tx.organization_id, [Job("check_attachment", of), *_deleting(envelope.id, gone)])


def latest(tx: Transaction, field_id: UUID) -> Upload | None:
    """What this recipient uploaded last."""
    return tx.attachments.latest(tx.recipient.envelope_id, field_id, tx.recipient.recipient_id)


def choose(tx: Transaction, field_id: UUID, own: bool, seen: UUID | None, now: datetime) -> None:
    """
    Between a file of one's own and that of someone else, which came first.

    When it is another one than `seen` by now, they are asked again.
    """
    envelope = _attachable(tx, field_id, now)
    upload = latest(tx, field_id)
    if upload is None or upload.state != "waiting":
        return
    if own:
        _attach(tx, envelope, replace(upload, seen=seen), now)
    else:
        gone = tx.attachments.delete_of_field(
            envelope.id, field_id, upload.recipient_id, kept=False
        )
        tx.jobs.add(tx.organization_id, _deleting(envelope.id, gone))


def remove(tx: Transaction, field_id: UUID, seen: UUID | None, now: datetime) -> None:
    """Unless it is a file of someone else that was not seen yet."""
    envelope = _attachable(tx, field_id, now)
    recipient_id = tx.recipient.recipient_id
    shown = not _is_unseen(tx, envelope, field_id, recipient_id, seen)
    outcome = attaching.remove(envelope, recipient_id, field_id)
    if shown and outcome.events:
        tx.record(outcome, tx.principal.actor, now)
    gone = tx.attachments.delete_of_field(envelope.id, field_id, recipient_id, kept=shown)
    tx.jobs.add(tx.organization_id, _deleting(envelope.id, gone))


def attached_by(tx: Transaction, field: Field) -> UUID | None:
    """Who attached the file that is in the field now."""
    file = attaching.file_in(field)
    return tx.attachments.uploader(file.id) if file else None


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
    wanted = [(field, file) for field, file in files if file.id == id]
    if not wanted:
        raise NotFound
    tx.access_log.add(envelope.id, tx.principal.actor, f"downloaded attachment {id}", now)
    return places(envelope, wanted)[0]


def places(
    envelope: Envelope, files: Iterable[tuple[Field, AttachedFile]]
) -> tuple[FoundSealedFile, ...]:
    """Where these files are kept, and the hash that each has to have."""
    return tuple(
        FoundSealedFile(file.name, place(envelope.id, file.id), file.sha256) for _, file in files
    )


def _attach(tx: Transaction, envelope: Envelope, upload: Upload, now: datetime) -> None:
    try:
        turn.check_may_act(envelope, upload.recipient_id, now)
        outcome = attaching.attach(envelope, upload.recipient_id, upload.field_id, upload.file)
    except (NotFound, Refusal):
        gone = [upload.file.id, *tx.attachments.delete_others(upload, kept=False)]
        tx.attachments.refuse(upload.file.id, UnusableAttachment())
    else:
        if _is_unseen(tx, envelope, upload.field_id, upload.recipient_id, upload.seen):
            tx.attachments.set_state(upload.file.id, "waiting")
            return
        tx.record(outcome, f"recipient:{upload.recipient_id}", now)
        tx.attachments.set_state(upload.file.id, "kept")
        gone = tx.attachments.delete_others(upload, kept=True)
    tx.jobs.add(tx.organization_id, _deleting(envelope.id, gone))


def _attachable(tx: Transaction, field_id: UUID, now: datetime) -> Envelope:
    envelope = signing_ceremony.locked(tx)
    recipient_id = tx.recipient.recipient_id
    attaching.check(envelope, recipient_id, field_id)
    turn.check_time(envelope, now)
    return envelope


def _is_unseen(
    tx: Transaction, envelope: Envelope, field_id: UUID, recipient_id: UUID, seen: UUID | None
) -> bool:
    """Whether someone else attached a file that this recipient was not shown."""
    field = envelope.field(field_id)
    file = attaching.file_in(field)
    return file is not None and file.id != seen and attached_by(tx, field) != recipient_id


def _find_room(tx: Transaction, file: AttachedFile, now: datetime) -> None:
    """Its recipient can do nothing about the limit of an organization that is not theirs."""
    try:
        quotas.require(tx, Kind.STORAGE, now, adding=file.size)
    except QuotaReached as reached:
        raise AttachmentNoRoom from reached


def _deleting(envelope_id: UUID, ids: Iterable[UUID]) -> list[Job]:
    return [Job(KIND, {"name": place(envelope_id, id)}) for id in ids]


def _id(job: LeasedJob) -> UUID:
    return job.argument("attachment_id", UUID)
