"""An envelope made at once, with all its parts, as programs do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import BYTES_LIMIT
from core.documents.earlier_signatures import Handling
from core.documents.refusals import EmptyFile, FileTooLarge
from core.documents.supplement import Supplement
from core.envelopes import recipient_options
from core.envelopes.delivery import archive
from core.envelopes.drafts import (
    draft,
    draft_documents,
    draft_fields,
    draft_routing,
    draft_visibility,
    requested_sending,
)
from core.envelopes.envelope import Envelope, Outcome, with_documents
from core.envelopes.recipient import Recipient
from core.envelopes.turns import starting
from core.fields.anchoring import awaited_fields
from core.fields.anchoring.awaited_fields import AwaitedFields
from core.fields.field import Field
from core.organizations.quota import Kind
from core.people import group_recipients
from core.refusals import Invalid, NotFound
from tenants import email_addresses
from tenants.files.incoming_file import IncomingFile
from tenants.identifiers import new_id
from tenants.installation import Organization
from tenants.transaction import Transaction
from tenants.use_cases.documents.draft_uploads import original_name
from tenants.use_cases.envelopes import drafting, envelope_details
from tenants.use_cases.fields import value_readers
from tenants.use_cases.organizations import quotas
from tenants.use_cases.signing import recipient_choices
from tenants.use_cases.signing.recipient_choices import TypedSecrets


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a document to be. `attempt` is the id of this try to store it."""

    document_id: UUID
    name: str
    data: IncomingFile
    attempt: UUID
    values: Mapping[str, str] = field(default_factory=dict)
    handling: Handling = Handling.CANONICAL

    @property
    def sha256(self) -> str:
        return self.data.sha256

    @property
    def stored_name(self) -> str:
        return original_name(self.document_id, self.sha256)


@dataclass(frozen=True, slots=True)
class DocumentReading:
    """From whom a document is hidden, and what the others do with one that no one signs."""

    hidden_from: Sequence[UUID]
    supplement: Supplement


@dataclass(frozen=True, slots=True)
class WholeEnvelope:
    """
    What is asked for. `send`: as soon as its pages are ready.

    `readings`: by the id of the document; others are for all, and signed.
    `needed`: how many of a step have to finish, and `delays`: the hours until it starts, by routing
    order. `starts_at`: no one is invited before.
    `secrets`: by the id of a recipient. `groups`: the signing group that one of the recipients
    stands for, by the id of the recipient.
    `proofs`: of identity, asked of all recipients. `confirms`: each signature by itself.
    `awaited`: what is placed where texts stand, by the id of the document.
    `copies_to`: addresses that get it when it is completed; None: as the organization has set it.
    `days`: members of its `Schedule` by name; the others are as the organization has set them.
    `template`: it is the content of a template, which the caller adds.
    """

    id: UUID
    name: str
    message: str
    files: Sequence[UploadedFile]
    recipients: Sequence[Recipient]
    fields: Sequence[Field]
    send: bool
    days: Mapping[str, int] = field(default_factory=dict)
    readings: Mapping[UUID, DocumentReading] = field(default_factory=dict)
    awaited: Mapping[UUID, AwaitedFields] = field(default_factory=dict)
    secrets: Mapping[UUID, TypedSecrets] = field(default_factory=dict)
    needed: Mapping[int, int] = field(default_factory=dict)
    proofs: Sequence[str] = ()
    confirms: bool = False
    delays: Mapping[int, int] = field(default_factory=dict)
    starts_at: datetime | None = None
    groups: Mapping[UUID, UUID] = field(default_factory=dict)
    template: bool = False
    copies_to: Sequence[str] | None = None


def uploaded(
    name: str,
    data: IncomingFile,
    values: Mapping[str, str] | None = None,
    handling: Handling = Handling.CANONICAL,
) -> UploadedFile:
    """
    `values` are those of merge fields. Nothing is read of the content here.

    Raises EmptyFile, FileTooLarge.
    """
    if data.size > BYTES_LIMIT:
        raise FileTooLarge
    if not data.size:
        raise EmptyFile
    return UploadedFile(new_id(), name, data, new_id(), values or {}, handling)


def announce(tx: Transaction, files: Sequence[UploadedFile], now: datetime) -> None:
    """Before files are stored: what no envelope names in the end is thrown away. QuotaReached."""
    tx.require(Permission.SEND_ENVELOPES)
    quotas.require(tx, Kind.STORAGE, now, adding=sum(file.data.size for file in files))
    for file in files:
        tx.unused_files.announce(file.stored_name, file.attempt)


def store(organization: Organization, files: Sequence[UploadedFile]) -> None:
    """With no transaction open."""
    for file in files:
        organization.put_stream(file.stored_name, file.data.pieces())


def create(tx: Transaction, whole: WholeEnvelope, now: datetime) -> Envelope:
    """
    The envelope with documents, recipients and fields, and the request to send it: one decision.

    Raises Invalid, NothingToSend, DetailsMissing, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    outcome = _decide(tx, whole, _begun(tx, whole, now), now)
    quotas.require(tx, Kind.STORAGE, now, adding=sum(file.data.size for file in whole.files))
    if whole.send:
        quotas.require(tx, Kind.ENVELOPES, now)
    row = Envelope(whole.id, tx.organization_id, tx.member.person_id, whole.name, now)
    tx.envelopes.add(replace(row, content_of=whole.id if whole.template else None))
    tx.record(outcome, tx.principal.actor, now)
    if whole.send:
        envelope_details.require(tx, whole.id)
    _keep_files(tx, whole)
    return outcome.envelope


def check(tx: Transaction, whole: WholeEnvelope, now: datetime) -> Envelope:
    """What it would be, with nothing stored. Raises what `create` raises but quotas."""
    tx.require(Permission.SEND_ENVELOPES)
    return _decide(tx, whole, _begun(tx, whole, now), now).envelope


def extend(tx: Transaction, envelope_id: UUID, whole: WholeEnvelope, now: datetime) -> Envelope:
    """
    A draft with what `whole` has besides: its documents, recipients and fields, and what it says of
    days and steps. Its name, and whether it is sent, are the draft's own.

    Raises NotFound, Forbidden, NotADraft, Invalid, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    before = tx.lock_changeable(envelope_id)
    planned = replace(before, schedule=replace(before.schedule, **whole.days))
    outcome = _decide(tx, replace(whole, send=False), Outcome(planned), now)
    if whole.files:
        quotas.require(tx, Kind.STORAGE, now, adding=sum(f.data.size for f in whole.files))
    tx.record(outcome, tx.principal.actor, now)
    _keep_files(tx, replace(whole, id=envelope_id))
    return outcome.envelope


def _keep_files(tx: Transaction, whole: WholeEnvelope) -> None:
    for file in whole.files:
        tx.unused_files.keep(file.stored_name, file.attempt)
        if file.values:
            tx.documents.keep_values(whole.id, file.document_id, file.values)


def _begun(tx: Transaction, whole: WholeEnvelope, now: datetime) -> Outcome:
    """With nothing in it yet."""
    blank = drafting.blank(tx, whole.id, now)
    named = replace(
        blank,
        name=whole.name,
        schedule=replace(blank.schedule, **whole.days),
        content_of=whole.id if whole.template else None,
    )
    return draft.create(named).then(lambda e: draft.rename(e, whole.name, whole.message))


def _decide(tx: Transaction, whole: WholeEnvelope, outcome: Outcome, now: datetime) -> Outcome:
    begun = outcome.envelope
    for file in whole.files:
        outcome = outcome.then(
            lambda e, file=file: draft_documents.add(  # type: ignore[misc]
                e, file.document_id, file.name, file.sha256, file.data.size, file.handling
            )
        )
    people = [(p, r) for r in whole.recipients for p in _people(tx, whole, r)]
    everyone = [*begun.recipients, *(person for person, _ in people)]
    outcome = outcome.then(lambda e: draft.name_recipients(e, everyone))
    if whole.copies_to is not None:
        copies = archive.read("\n".join(whole.copies_to))
        outcome = outcome.then(lambda e: draft.choose_archive(e, copies))
    if whole.needed:
        outcome = outcome.then(lambda e: draft_routing.choose_steps(e, whole.needed, whole.delays))
    if whole.proofs or whole.confirms:
        recipient_choices.check_proofs(tx, whole.proofs)
        outcome = outcome.then(lambda e: draft.choose_proofs(e, whole.proofs, whole.confirms))
    for person, asked in people:
        secrets = whole.secrets.get(asked.id)
        options = recipient_choices.read(tx, asked.options, recipient_options.NONE, secrets)
        outcome = outcome.then(
            lambda e, id=person.id, options=options: draft.choose_options(  # type: ignore[misc]
                e, id, options
            )
        )
    for id, to in whole.readings.items():
        outcome = outcome.then(
            lambda e, id=id, to=to: draft_visibility.show(  # type: ignore[misc]
                e, id, to.hidden_from, to.supplement
            )
        )
    fields, wrong = value_readers.with_read_defaults(whole.fields, now)
    for why in wrong.values():
        raise Invalid(default=why)
    outcome = outcome.then(lambda e: draft_fields.place(e, [*e.fields, *fields]))
    for id, awaited in whole.awaited.items():
        outcome = outcome.then(
            lambda e, id=id, awaited=awaited: _await(e, id, awaited)  # type: ignore[misc]
        )
    if not whole.send:
        return outcome
    by = tx.principal.actor
    at = whole.starts_at
    if at:
        starting.check(at, now)
    return outcome.then(lambda e: requested_sending.request(e, by, email_addresses.deliverable, at))


def _people(tx: Transaction, whole: WholeEnvelope, asked: Recipient) -> tuple[Recipient, ...]:
    """Of a group all its people, the first with the id that fields and documents name."""
    group_id = whole.groups.get(asked.id)
    if group_id is None:
        return (asked,)
    try:
        group = tx.signing_groups.get(group_id)
    except NotFound:
        raise Invalid(signing_group_id=group_recipients.NO_GROUP) from None
    people = group_recipients.people(group, asked.role.name, asked.routing_order, new_id)
    return replace(people[0], id=asked.id), *people[1:]


def _await(envelope: Envelope, document_id: UUID, awaited: AwaitedFields) -> Outcome:
    """Each as it is kept, wherever it will lie. Raises Invalid."""
    anchored = tuple(
        replace(one, field=draft_fields.placed(envelope, one.field)) for one in awaited.anchored
    )
    text = awaited_fields.as_text(replace(awaited, anchored=anchored))
    document = replace(envelope.document(document_id), awaited=text)
    return Outcome(with_documents(envelope, document))
