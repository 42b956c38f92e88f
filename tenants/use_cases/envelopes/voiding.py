"""Taking an envelope back, or throwing a draft away."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import ending
from core.envelopes.envelope import Envelope
from tenants.member import Member


def void(member: Member, envelope_id: UUID, reason: str, now: datetime) -> Envelope:
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = ending.void(tx.change(envelope_id), reason, now)
        tx.record(outcome, member.actor, now)
    return outcome.envelope
