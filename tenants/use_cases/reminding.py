"""Reminding recipients that an envelope waits for them."""

from datetime import datetime
from uuid import UUID

from core import reminding
from core.access import Permission
from core.envelope import Envelope
from tenants.member import Member


def remind(member: Member, envelope_id: UUID, now: datetime) -> Envelope:
    """All whose turn it is. Raises NotOpen, RemindedAlready."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = reminding.remind(tx.change(envelope_id), now)
        tx.record(outcome, member.actor, now)
    return outcome.envelope
