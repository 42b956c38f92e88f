"""Noting something about an envelope: an external id, values of custom fields, metadata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.envelopes import details as rules
from core.envelopes.custom_field import CustomField
from core.envelopes.details import Details
from core.envelopes.envelope import Envelope
from core.envelopes.indexing import INDEXED_AFTER
from core.jobs.job import Job
from tenants.member import Member, MemberTransaction
from tenants.organization import Transaction
from tenants.store.envelopes import details


@dataclass(frozen=True, slots=True)
class Noted:
    """`changeable`: by the member who asked."""

    details: Details
    fields: tuple[CustomField, ...]
    changeable: bool


def of(member: Member, envelope_id: UUID) -> Noted:
    """Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return noted(tx, envelope_id, tx.standing(envelope_id))


def noted(tx: MemberTransaction, envelope_id: UUID, standing: Standing) -> Noted:
    changeable = access.may_change(tx.role, standing)
    return Noted(details.load(tx, envelope_id), details.fields(tx), changeable)


def change(
    member: Member,
    envelope_id: UUID,
    external_id: str,
    values: Mapping[UUID, str],
    metadata: Sequence[tuple[str, str]],
    now: datetime,
) -> None:
    """All of it, new. Raises Invalid with errors by field, NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        envelope = tx.change(envelope_id)
        fields = details.fields(tx)
        old = details.load(tx, envelope_id)
        new = rules.check(external_id, values, metadata, fields)
        write(tx, envelope, old, new, now)
        tx.record(rules.change(envelope, old, new, fields), member.actor, now)


def write(
    tx: MemberTransaction, envelope: Envelope, old: Details, new: Details, now: datetime
) -> None:
    """What differs. What is noted is searched too, and an envelope itself does not know of it."""
    details.save(tx, envelope.id, old, new)
    index = Job("index_envelope", {"envelope_id": str(envelope.id)}, now + INDEXED_AFTER)
    tx.jobs.add(tx.organization_id, [index])


def require(tx: Transaction, envelope_id: UUID) -> None:
    """For the transaction that sends. Raises DetailsMissing."""
    fields = details.fields(tx)
    if any(field.required for field in fields):
        rules.require(details.load(tx, envelope_id), fields)
