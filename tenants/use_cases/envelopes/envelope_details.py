"""Noting something about an envelope: an external id, values of custom fields, metadata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission, Standing
from core.envelopes import details as rules
from core.envelopes.custom_field import CustomField
from core.envelopes.details import Details
from core.envelopes.envelope import Envelope
from core.envelopes.indexing import INDEXED_AFTER
from core.jobs.job import Job
from tenants.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DetailsView:
    """`changeable`: by the member who asked."""

    details: Details
    fields: tuple[CustomField, ...]
    changeable: bool


def of(tx: Transaction, envelope_id: UUID) -> DetailsView:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    return noted(tx, envelope_id, tx.standing(envelope_id))


def noted(tx: Transaction, envelope_id: UUID, standing: Standing) -> DetailsView:
    changeable = tx.may_change(standing)
    return DetailsView(tx.details.load(envelope_id), tx.custom_fields.all(), changeable)


def nothing(tx: Transaction) -> DetailsView:
    """Of a draft that is not stored yet."""
    tx.require(Permission.SEND_ENVELOPES)
    return DetailsView(Details(), tx.custom_fields.all(), changeable=True)


def change(
    tx: Transaction,
    envelope_id: UUID,
    external_id: str,
    values: Mapping[UUID, str],
    metadata: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    """All of it, new. Raises Invalid with errors by field, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    fields = tx.custom_fields.all()
    old = tx.details.load(envelope_id)
    new = rules.check(external_id, values, metadata, fields)
    write(tx, envelope, old, new, now)
    tx.record(rules.change(envelope, old, new, fields), tx.principal.actor, now)


def write(tx: Transaction, envelope: Envelope, old: Details, new: Details, now: datetime) -> None:
    """What differs. What is noted is searched too, and an envelope itself does not know of it."""
    tx.details.save(envelope.id, old, new)
    index = Job("index_envelope", {"envelope_id": str(envelope.id)}, now + INDEXED_AFTER)
    tx.jobs.add(tx.organization_id, [index])


def require(tx: Transaction, envelope_id: UUID) -> None:
    """For the transaction that sends. Raises DetailsMissing."""
    fields = tx.custom_fields.all()
    if any(field.required for field in fields):
        rules.require(tx.details.load(envelope_id), fields)
