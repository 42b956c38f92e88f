"""Preparing an envelope in the portal, up to the moment it is sent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import groups, recipient_list
from core.envelopes.delivery import archive
from core.envelopes.drafts import (
    draft,
    draft_routing,
    field_merge,
    placement,
)
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.fields.field import Field
from core.refusals import Invalid
from core.signing.proofs import asked_proofs
from core.text.printable import cleaned
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.fields import found_fields, value_readers
from tenants.use_cases.signing import recipient_choices
from tenants.use_cases.signing.recipient_choices import TypedSecrets

NAME_LIMIT = 200


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
        least_confirming=begins.confirming,
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
    tx: Transaction,
    envelope_id: UUID,
    proofs: Sequence[str],
    now: datetime,
    confirms: bool | None = None,
) -> Envelope:
    """
    The proofs of identity that are asked of all recipients, and whether each signature is confirmed
    by itself. Raises NotADraft, Invalid.
    """
    tx.require(Permission.SEND_ENVELOPES)
    recipient_choices.check_proofs(tx, proofs)
    return _decide(tx, envelope_id, now, lambda e: draft.choose_proofs(e, proofs, confirms))


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
    changed = groups.shared(wanted.changed, envelope.recipients)
    wanted = replace(wanted, changed=changed)
    if was is not None:
        known = {f.id: f for f in groups.shared(was.values(), envelope.recipients)}
        wanted = field_merge.merge(envelope.fields, changed, wanted.removed, known)
    read, misread = value_readers.with_read_defaults(wanted.changed, now)
    outcome, wrong = placement.change(envelope, read, wanted.removed)
    tx.record(outcome, tx.principal.actor, now)
    found_fields.forget_placed(tx, envelope, wanted.changed)
    told = {str(id): why for id, why in (wrong | misread).items()}
    return PlacedFields(outcome.envelope, told, wanted.contested, envelope.fields)


def _decide(
    tx: Transaction, envelope_id: UUID, now: datetime, decision: Callable[[Envelope], Outcome]
) -> Envelope:
    """Lock, decide, record."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = decision(tx.lock_changeable(envelope_id))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
