"""Pausing a sent envelope, and resuming it."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.turns import pausing
from tenants.transaction import Transaction


def pause(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """Raises NotOpen."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = pausing.pause(tx.lock_changeable(envelope_id), now)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def resume(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """Raises NotOpen."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = pausing.resume(tx.lock_changeable(envelope_id), now)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
