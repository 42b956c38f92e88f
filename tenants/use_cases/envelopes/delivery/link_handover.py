"""Showing the sender a recipient's signing link, where the organization allows it."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.delivery import handover
from core.envelopes.envelope import Envelope
from core.signing import link
from tenants.transaction import Transaction


def allowed(tx: Transaction) -> bool:
    tx.require(Permission.SEND_ENVELOPES)
    return tx.own_organization.profile().copy_links


def hand_over(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> str:
    """
    The address of the link, as it is mailed; that it was seen is recorded.

    Raises LinksNotHandedOver, NotOpen, NotTheirTurn, LinkNeedsProof, NotFound, Forbidden.
    """
    is_allowed = allowed(tx)
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    outcome = handover.hand_over(envelope, recipient_id, now, is_allowed)
    tx.record(outcome, tx.principal.actor, now)
    return address(tx, outcome.envelope, recipient_id)


def address(tx: Transaction, envelope: Envelope, recipient_id: UUID) -> str:
    """Of a link that was handed over already, as long as no other one has taken its place."""
    tx.require(Permission.SEND_ENVELOPES)
    recipient = envelope.recipient(recipient_id)
    if not recipient.handed_over_at or not envelope.status.open:
        return ""
    token = link.token(
        *(tx.settings.link_key, tx.organization_id, recipient.id, recipient.link_generation)
    )
    return f"{tx.signing_address}/s/{token}"
