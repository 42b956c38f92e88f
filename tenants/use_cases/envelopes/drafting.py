"""Preparing an envelope in the portal, up to the moment it is sent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import BYTES_LIMIT
from core.documents.earlier_signatures import Handling
from core.documents.jobs import renderings
from core.documents.refusals import EmptyFile, FileTooLarge
from core.envelopes import recipient_list
from core.envelopes.delivery import archive
from core.envelopes.drafts import (
    draft,
    draft_documents,
    draft_routing,
    field_merge,
    placement,
    signed_documents,
)
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.fields.field import Field
from core.organizations.quota import Kind
from core.refusals import Invalid
from core.signing.proofs import asked_proofs
from core.text.printable import cleaned
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.fields import found_fields, value_readers
from tenants.use_cases.organizations import quotas
from tenants.use_cases.signing import recipient_choices
from tenants.use_cases.signing.recipient_choices import TypedSecrets

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file in the object store that no row names yet; a job throws it away unless one does."""

    document_id: UUID
    object: str
    sha256: str
    size: int
    attempt: UUID


@dataclass(frozen=True, slots=True)
class PlacedFields:
    """
    `wrong`: what is wrong with the others, by the id of a field. `contested`: those that another
    page has changed, or removed (None). `before` are all as they were.
    """

    envelope: Envelope
    wrong: dict[str, str]
    contested: Mapping[UUID, Field | None] = field(default_factory=dict)
    before: tuple[Field, ...] = ()


def create(tx: Transaction, envelope_id: UUID, name: str, now: datetime) -> Envelope:
    """A new draft. The same id again is the same draft."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = replace(blank(tx, envelope_id, now), name=cleaned(name)[:NAME_LIMIT])
    outcome = draft.create(envelope)
    if tx.envelopes.add(envelope):
        tx.record(outcome, tx.principal.actor, now)
    return tx.get_visible(envelope_id)


def begin(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """A new draft to show; it is stored with the first thing that is typed in it."""
    tx.require(Permission.SEND_ENVELOPES)
    return blank(tx, envelope_id, now)


def blank(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """A draft with nothing in it yet, and not stored: set as the organization's begin."""
    begins = tx.own_organization.profile()
    return Envelope(
        *(envelope_id, tx.organization_id, tx.member.person_id, "", now),
        schedule=begins.schedule,
        archive=archive.read(begins.archive),
        minimum_proofs=begins.proofs,
    )


def rename(tx: Transaction, envelope_id: UUID, name: str, message: str, now: datetime) -> Envelope:
    return _decide(tx, envelope_id, now, lambda e: draft.rename(e, name, message))


def choose_steps(
    tx: Transaction,
    envelope_id: UUID,
    needed: Mapping[int, int],
    delays: Mapping[int, int],
    now: datetime,
) -> Envelope:
    """How many of each step have to finish, and its delay in hours. Raises NotADraft, Invalid."""
    return _decide(tx, envelope_id, now, lambda e: draft_routing.choose_steps(e, needed, delays))


def choose_proofs(
    tx: Transaction, envelope_id: UUID, proofs: Sequence[str], now: datetime
) -> Envelope:
    """The proofs of identity that are asked of all recipients. Raises NotADraft, Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    recipient_choices.check_proofs(tx, proofs)
    return _decide(tx, envelope_id, now, lambda e: draft.choose_proofs(e, proofs))


def choose_options(
    tx: Transaction,
    envelope_id: UUID,
    recipient_id: UUID,
    options: RecipientOptions,
    now: datetime,
    access_code: str = "",
    questions: Sequence[tuple[str, str]] = (),
) -> Envelope:
    """
    `access_code` is a new one, as typed; without one the code that was there stays, as does the
    answer of a question that is typed without one.

    Raises NotADraft, NotFound, Invalid with the names of options.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    before = envelope.recipient(recipient_id).options
    proofs = asked_proofs.ordered(asked_proofs.of_all(envelope), options.proofs)
    secrets = TypedSecrets(access_code, questions if "questions" in proofs else ())
    chosen = recipient_choices.read(tx, options, before, secrets)
    return _decide(tx, envelope_id, now, lambda e: draft.choose_options(e, recipient_id, chosen))


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


def add_document(
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


def try_document_again(
    tx: Transaction, envelope_id: UUID, document_id: UUID, now: datetime
) -> Envelope:
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


def handle_document(
    tx: Transaction, envelope_id: UUID, document_id: UUID, handling: Handling, now: datetime
) -> Envelope:
    """Attach a signed document unchanged, or add signatures to it. Raises CannotBeAddedTo."""
    return _decide(
        tx, envelope_id, now, lambda e: signed_documents.handle(e, document_id, handling)
    )


def remove_document(
    tx: Transaction, envelope_id: UUID, document_id: UUID, now: datetime
) -> Envelope:
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = draft_documents.remove(envelope, document_id)
    tx.record(outcome, tx.principal.actor, now)
    for document in (d for d in envelope.documents if d.id == document_id):
        files = unused_files.of_document(document)
        tx.jobs.add(tx.organization_id, unused_files.later(files, now))
    return outcome.envelope


def name_recipients(
    tx: Transaction, envelope_id: UUID, recipients: Sequence[Recipient], now: datetime
) -> Envelope:
    """
    The whole list, new, from who has it complete.

    Raises Invalid with errors named name-N, email-N, order-N.
    """
    errors = recipient_list.errors(
        [draft.typed(r) for r in recipients], email_addresses.deliverable
    )
    if errors:
        raise Invalid(**errors)
    return _decide(tx, envelope_id, now, lambda e: draft.name_recipients(e, recipients))


def place_fields(
    tx: Transaction,
    envelope_id: UUID,
    changed: Sequence[Field],
    now: datetime,
    removed: Collection[UUID] = (),
) -> Envelope:
    """
    New and changed fields, and those that are taken out. Others stay as they are.

    Raises Invalid with what is wrong by the id of a field; nothing is placed then.
    """
    placed = place_valid_fields(tx, envelope_id, changed, now, removed)
    if placed.wrong:
        raise Invalid(**placed.wrong)
    return placed.envelope


def place_valid_fields(
    tx: Transaction,
    envelope_id: UUID,
    changed: Sequence[Field],
    now: datetime,
    removed: Collection[UUID] = (),
) -> PlacedFields:
    """The same, one field at a time: a wrong one does not keep the others from being placed."""
    return merge_fields(
        tx, envelope_id, MergedFields(tuple(changed), frozenset(removed)), None, now
    )


def merge_fields(
    tx: Transaction,
    envelope_id: UUID,
    wanted: MergedFields,
    was: Mapping[UUID, Field] | None,
    now: datetime,
) -> PlacedFields:
    """`was`: fields as the page began with them. None: what it wants is done in any case."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if was is not None:
        wanted = field_merge.merge(envelope.fields, wanted.changed, wanted.removed, was)
    read, misread = value_readers.with_read_defaults(wanted.changed, now)
    outcome, wrong = placement.change(envelope, read, wanted.removed)
    tx.record(outcome, tx.principal.actor, now)
    found_fields.forget_placed(tx, envelope, wanted.changed)
    told = {str(id): why for id, why in (wrong | misread).items()}
    return PlacedFields(outcome.envelope, told, wanted.contested, envelope.fields)


def original_name(document_id: UUID, sha256: str) -> str:
    """Where an uploaded file is stored, byte for byte as it came."""
    return f"originals/{document_id}/{sha256}"


def _find_room(tx: Transaction, outcome: Outcome, size: int, now: datetime) -> None:
    """Raises QuotaReached. A file that was added before has its room already."""
    if outcome.events:
        quotas.require(tx, Kind.STORAGE, now, adding=size)


def _decide(
    tx: Transaction, envelope_id: UUID, now: datetime, decision: Callable[[Envelope], Outcome]
) -> Envelope:
    """Lock, decide, record."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = decision(tx.lock_changeable(envelope_id))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def file_name(name: str) -> str:
    """The last part of what the browser sent, printable and short, for people to read."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:NAME_LIMIT].strip() or "document"
