"""Taking an envelope back, or throwing a draft away."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import ending
from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction


def void(tx: Transaction, envelope_id: UUID, reason: str, now: datetime) -> Envelope:
    tx.require(Permission.SEND_ENVELOPES)
    outcome = ending.void(tx.lock_changeable(envelope_id), reason, now)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
