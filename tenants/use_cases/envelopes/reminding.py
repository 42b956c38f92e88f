"""Reminding recipients that an envelope waits for them."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import reminding
from core.envelopes.envelope import Envelope
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_mail


def lost(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """A reminder that the mail server did not take; its job is done, so that none goes twice."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    recipient = envelope.recipient(job.argument("recipient_id", UUID))
    if envelope.status.open and envelope_mail.is_for(job, recipient):
        tx.record(reminding.lose(envelope, recipient.id), "system", now)


def remind(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """All whose turn it is. Raises NotOpen, RemindedAlready."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = reminding.remind(tx.lock_changeable(envelope_id), now)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
