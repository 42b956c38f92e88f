"""Documents of a draft: uploads, passwords, and what becomes of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import BYTES_LIMIT
from core.documents.earlier_signatures import Handling
from core.documents.jobs import renderings
from core.documents.refusals import EmptyFile, FileTooLarge
from core.envelopes.drafts import draft_documents, signed_documents
from core.envelopes.envelope import Envelope, Outcome
from core.organizations.quota import Kind
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.organizations import quotas

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file in the object store that no row names yet; a job throws it away unless one does."""

    document_id: UUID
    object: str
    sha256: str
    size: int
    attempt: UUID


def check_upload(
    tx: Transaction, envelope_id: UUID, document_id: UUID, name: str, size: int, now: datetime
) -> None:
    """
    Refuse a file before anything of it is stored; it is decided again when it is added.

    Raises FileTooLarge, EmptyFile, NotADraft, TooManyDocuments, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if size > BYTES_LIMIT:
        raise FileTooLarge
    if not size:
        raise EmptyFile
    envelope = tx.lock_changeable(envelope_id)
    _find_room(tx, draft_documents.add(envelope, document_id, name, "", size), size, now)


def add(
    tx: Transaction, envelope_id: UUID, name: str, file: StoredUpload, now: datetime
) -> Envelope:
    """Take over a stored file, and have it taken in. Nothing is read of its content here."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = draft_documents.add(
        envelope, file.document_id, file_name(name), file.sha256, file.size
    )
    _find_room(tx, outcome, file.size, now)
    tx.record(outcome, tx.principal.actor, now)
    if outcome.envelope.document(file.document_id).original_sha256 == file.sha256:
        tx.unused_files.keep(file.object, file.attempt)
    return outcome.envelope


def give_password(
    tx: Transaction, envelope_id: UUID, document_id: UUID, password: str, now: datetime
) -> Envelope:
    """The password of a protected PDF, kept encrypted until intake has tried it."""
    tx.require(Permission.SEND_ENVELOPES)
    sealed = tx.key.encrypt(password.encode(), f"password:{document_id}")
    outcome = draft_documents.give_password(tx.lock_changeable(envelope_id), document_id)
    tx.record(outcome, tx.principal.actor, now)
    tx.documents.keep_password(envelope_id, document_id, sealed)
    return outcome.envelope


def try_again(tx: Transaction, envelope_id: UUID, document_id: UUID, now: datetime) -> Envelope:
    """Have a document taken in whose intake was given up, or its pages drawn."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    document = envelope.document(document_id)
    outcome = draft_documents.try_again(envelope, document_id)
    if document.lacks_pages:
        outcome = draft_documents.draw_again(envelope, document_id)
        for job in renderings(envelope_id, document_id, len(document.pages)):
            if int(job.arguments["last"]) > document.pages_rendered:
                tx.jobs.add_once(tx.organization_id, job)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def handle(
    tx: Transaction, envelope_id: UUID, document_id: UUID, handling: Handling, now: datetime
) -> Envelope:
    """Attach a signed document unchanged, or add signatures to it. Raises CannotBeAddedTo."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = signed_documents.handle(tx.lock_changeable(envelope_id), document_id, handling)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def remove(tx: Transaction, envelope_id: UUID, document_id: UUID, now: datetime) -> Envelope:
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = draft_documents.remove(envelope, document_id)
    tx.record(outcome, tx.principal.actor, now)
    for document in (d for d in envelope.documents if d.id == document_id):
        files = unused_files.of_document(document)
        tx.jobs.add(tx.organization_id, unused_files.later(files, now))
    return outcome.envelope


def original_name(document_id: UUID, sha256: str) -> str:
    """Where an uploaded file is stored, byte for byte as it came."""
    return f"originals/{document_id}/{sha256}"


def file_name(name: str) -> str:
    """The last part of what the browser sent, printable and short, for people to read."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:NAME_LIMIT].strip() or "document"


def _find_room(tx: Transaction, outcome: Outcome, size: int, now: datetime) -> None:
    """Raises QuotaReached. A file that was added before has its room already."""
    if outcome.events:
        quotas.require(tx, Kind.STORAGE, now, adding=size)
