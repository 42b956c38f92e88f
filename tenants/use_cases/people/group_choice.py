"""A signing group becomes a recipient of a draft: each of its people, of whom any one acts."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.people import group_recipients
from core.people.signing_group import SigningGroup
from core.refusals import Invalid, NotFound
from tenants.identifiers import new_id
from tenants.transaction import Transaction


def find(tx: Transaction, group_id: UUID | None) -> SigningGroup | None:
    """None for none. Raises Invalid with `signing_group_id`."""
    tx.require(Permission.SEND_ENVELOPES)
    if group_id is None:
        return None
    try:
        return tx.signing_groups.get(group_id)
    except NotFound:
        raise Invalid(signing_group_id=group_recipients.NO_GROUP) from None


def add(
    tx: Transaction, envelope_id: UUID, group_id: UUID | None, role: str, now: datetime
) -> Envelope:
    """Raises NotADraft, NotFound, Forbidden, Invalid with `group_id` and `role`."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if group_id is None:
        raise Invalid(group_id=group_recipients.NO_GROUP)
    group = tx.signing_groups.get(group_id)
    outcome = group_recipients.add(envelope, group, role, new_id)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
