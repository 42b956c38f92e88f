"""SMS to recipients: what became of them, and who wants none."""

from datetime import datetime
from uuid import UUID

from core.delivery import phone_hash
from core.delivery.letter_mark import LetterMark
from core.envelopes.delivery import texting
from core.envelopes.envelope import Outcome
from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_mail


def begin(tx: Transaction, envelope_id: UUID, recipient_id: UUID, phone: str) -> bool:
    """Whether the phone takes SMS: if so, an answer from it is about this recipient."""
    hashed = phone_hash.of(tx.settings.link_key, phone)
    if tx.texts.is_stopped(hashed):
        return False
    tx.texts.note(hashed, envelope_id, recipient_id)
    return True


def refused(
    tx: Transaction, job: LeasedJob, letter: str, code: int, now: datetime, is_done: bool = False
) -> None:
    """The provider does not send to this number. `is_done`: the job is, as reminders are before."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    recipient = envelope.recipient(job.argument("recipient_id", UUID))
    if envelope_mail.is_for(job, recipient):
        tx.record(_failed(tx, envelope.id, recipient.id, letter, code, now), "system", now)
    if not is_done:
        tx.jobs.done(job)


def lost(tx: Transaction, job: LeasedJob, now: datetime) -> None:
    """A reminder that was not taken; its job is done, so that none goes twice."""
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    recipient = envelope.recipient(job.argument("recipient_id", UUID))
    if envelope.status.open and envelope_mail.is_for(job, recipient):
        tx.record(texting.lose(envelope, recipient.id), "system", now)


def take_report(tx: Transaction, mark: LetterMark, letter: str, code: int, now: datetime) -> bool:
    """
    The provider could not deliver what it had taken. Whether that was news: not of a number that
    was corrected since, and not a second time.
    """
    try:
        recipient = tx.envelopes.lock(mark.envelope_id).recipient(mark.recipient_id)
        if recipient.link_generation != mark.generation:
            return False
        outcome = _failed(tx, mark.envelope_id, mark.recipient_id, letter, code, now)
    except NotFound:
        return False
    tx.record(outcome, "system", now)
    return bool(outcome.events)


def stop(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> None:
    """They answered STOP to one of the SMS of any organization."""
    try:
        outcome = texting.stop(tx.envelopes.lock(envelope_id), recipient_id, now)
    except NotFound:
        return
    tx.record(outcome, f"recipient:{recipient_id}", now)


def resume(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> None:
    try:
        outcome = texting.resume(tx.envelopes.lock(envelope_id), recipient_id)
    except NotFound:
        return
    tx.record(outcome, f"recipient:{recipient_id}", now)


def _failed(
    tx: Transaction, envelope_id: UUID, recipient_id: UUID, letter: str, code: int, now: datetime
) -> Outcome:
    envelope = tx.envelopes.before(envelope_id)
    if code == texting.STOPPED:
        return texting.stop(envelope, recipient_id, now, letter)
    return texting.fail(envelope, recipient_id, letter, code, now)
