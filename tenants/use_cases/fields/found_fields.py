"""Fields that documents brought along or seem to ask for: the sender accepts all, some or none."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft, placement
from core.envelopes.envelope import Envelope, Outcome
from core.fields import field_name, found_field
from core.fields.field import Field
from core.fields.found_field import FoundField, FoundSource
from core.refusals import Invalid
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OfferedField:
    """A found field of a document; `recipient_ids`: who would fill it in, none: no one yet."""

    document_id: UUID
    found: FoundField
    recipient_ids: tuple[UUID, ...]

    @property
    def id(self) -> UUID:
        return self.found.id_in(self.document_id)

    @property
    def is_lost(self) -> bool:
        """It was a field of the version before."""
        return self.found.source is FoundSource.REPLACED

    @property
    def is_meant_for_someone(self) -> bool:
        """Or the sender has filled it in."""
        return bool(self.recipient_ids) or (self.is_lost and not self.found.recipient_ids)


def offered(tx: Transaction, envelope: Envelope) -> list[OfferedField]:
    """
    What was found and neither accepted nor dismissed, document by document.

    Nothing that is filled in: see form_values.
    """
    tx.require(Permission.SEND_ENVELOPES)
    if not any(d.found_fields or d.lost_fields for d in envelope.documents):
        return []
    there = {r.id for r in envelope.recipients if r.role.has_fields}
    found = tx.documents.all_found_fields(envelope.id)
    listed: list[OfferedField] = []
    for document in (d for d in envelope.documents if not d.replaces):
        for one in map(found_field.read, found.get(document.id, ())):
            if one.is_filled:  # it stays as it is drawn
                continue
            whose = tuple(id for id in one.recipient_ids if id in there)
            if one.source is not FoundSource.REPLACED:
                recipient = found_field.recipient_for(one, envelope.recipients)
                whose = (recipient.id,) if recipient else ()
            listed.append(OfferedField(document.id, one, whose))
    return listed


def accept(
    tx: Transaction,
    envelope_id: UUID,
    now: datetime,
    *,
    chosen: Collection[UUID] | None = None,
    recipient_id: UUID | None = None,
) -> Envelope:
    """
    Place found fields: those of these ids, or all; for one recipient, or each for its own.

    Those that the version before had are placed by their ids only.

    One that is for no recipient yet stays offered, unless `recipient_id` says whose it is. Raises
    NotADraft, NotFound, Invalid.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    wanted = [
        one
        for one in offered(tx, envelope)
        if (not one.is_lost if chosen is None else one.id in chosen)
        and (recipient_id or one.is_meant_for_someone)
    ]
    outcome, wrong = placement.change(envelope, _fields(envelope, wanted, recipient_id))
    if wrong:
        raise Invalid(**{str(id): why for id, why in wrong.items()})
    tx.record(outcome, tx.principal.actor, now)
    forget(tx, envelope, {one.id for one in wanted})
    return outcome.envelope


def dismiss(
    tx: Transaction, envelope_id: UUID, now: datetime, chosen: Collection[UUID] | None = None
) -> Envelope:
    """Offer these no more, or none but those of the version before. Raises NotADraft."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    draft.check_draft(envelope)
    if chosen is None:
        chosen = {one.id for one in offered(tx, envelope) if not one.is_lost}
    tx.record(Outcome(envelope), tx.principal.actor, now)
    forget(tx, envelope, chosen)
    return envelope


def forget_placed(tx: Transaction, envelope: Envelope, placed: Iterable[Field]) -> None:
    """What the sender has accepted on the page is offered no more."""
    tx.require(Permission.SEND_ENVELOPES)
    if any(document.found_fields or document.lost_fields for document in envelope.documents):
        forget(tx, envelope, {field.id for field in placed})


def _fields(
    envelope: Envelope, wanted: Sequence[OfferedField], recipient_id: UUID | None
) -> list[Field]:
    taken = field_name.taken(field.properties for field in envelope.fields)
    made: list[Field] = []
    for one in wanted:
        whose = [recipient_id] if recipient_id else one.recipient_ids
        field = one.found.placed(one.document_id, whose, taken)
        taken |= field_name.taken([field.properties])
        made.append(field)
    return made


def forget(tx: Transaction, envelope: Envelope, ids: Collection[UUID]) -> None:
    """Those of these ids are offered no more."""
    if not ids:
        return
    for document_id, rows in tx.documents.all_found_fields(envelope.id).items():
        left = [row for row in rows if found_field.read(row).id_in(document_id) not in ids]
        if len(left) < len(rows):
            tx.documents.set_found_fields(envelope.id, document_id, left)
