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


def remind_by_schedule(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """A job that comes before its time, as after a reminder by hand, comes again when it is."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    recipient = envelope.recipient(job.argument("recipient_id", UUID))
    due_at = reminding.scheduled(envelope, recipient.id, now)
    if due_at and envelope_mail.is_for(job, recipient):
        if due_at > now:
            tx.jobs.put_back(job, due_at)
            return
        tx.record(reminding.remind_by_schedule(envelope, recipient.id, now), "system", now)
    tx.jobs.done(job)


def remind(
    tx: Transaction, envelope_id: UUID, now: datetime, recipient_id: UUID | None = None
) -> Envelope:
    """All whose turn it is, or one of them. Raises NotOpen, NotTheirTurn, RemindedAlready."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = reminding.remind(tx.lock_changeable(envelope_id), now, recipient_id)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
