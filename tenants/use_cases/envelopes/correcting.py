"""Hearing that mail to a recipient was refused, and correcting whom an envelope goes to."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import correcting
from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope
from tenants import email_addresses
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_mail, sending


def bounced(tx: Transaction, job: LeasedJob, code: int, now: datetime) -> None:
    """What a mail server refused for good ends this job, and the sender hears of it."""
    recipient_id = job.argument("recipient_id", UUID)
    letter = job.kind.removeprefix("mail_")
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    # An address that was corrected while the server was asked concerns no one any more.
    if envelope_mail.is_for(job, envelope.recipient(recipient_id)):
        tx.record(correcting.bounce(envelope, recipient_id, letter, code, now), "system", now)
    tx.jobs.done(job)


def correct(
    tx: Transaction, envelope_id: UUID, recipient_id: UUID, typed: Correction, now: datetime
) -> Envelope:
    """
    Counts as sending, for each mails an address that the organization chooses: the caller has
    counted it, see `sending.count`.

    Raises Invalid, NotOpen, NotCorrectable, TooManyCorrections, CorrectedMeanwhile, NotFound.
    """
    typed = replace(typed, email=email_addresses.check(typed.email))
    tx.require(Permission.SEND_ENVELOPES)
    outcome = correcting.correct(tx.lock_changeable(envelope_id), recipient_id, typed, now)
    sending.issue_links(tx, outcome.envelope)
    tx.proof_states.forget(envelope_id, recipient_id)
    tx.record(outcome, tx.principal.actor, now)
    tx.contacts.remember(tx.member.person_id, (outcome.envelope.recipient(recipient_id),), now)
    return outcome.envelope
