"""Reminding recipients that an envelope waits for them."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import reminding
from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.jobs.leasing import LeasedJob


def lost(job: LeasedJob, now: datetime) -> None:
    """A reminder that the mail server did not take; its job is done, so that none goes twice."""
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(job.said("envelope_id", UUID))
        recipient = envelope.recipient(job.said("recipient_id", UUID))
        if envelope.status.open and envelope_mail.is_for(job, recipient):
            tx.record(reminding.lose(envelope, recipient.id), "system", now)


def remind(member: Member, envelope_id: UUID, now: datetime) -> Envelope:
    """All whose turn it is. Raises NotOpen, RemindedAlready."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = reminding.remind(tx.change(envelope_id), now)
        tx.record(outcome, member.actor, now)
    return outcome.envelope
