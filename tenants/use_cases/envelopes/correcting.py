"""Hearing that mail to a recipient was refused, and correcting whom an envelope goes to."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import correcting
from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope
from tenants import email_addresses
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail, sending
from tenants.use_cases.jobs.leasing import LeasedJob


def bounced(job: LeasedJob, code: int, now: datetime) -> None:
    """What a mail server refused for good ends this job, and the sender hears of it."""
    recipient_id = job.said("recipient_id", UUID)
    letter = job.kind.removeprefix("mail_")
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(job.said("envelope_id", UUID))
        # An address that was corrected while the server was asked concerns nobody any more.
        if envelope_mail.is_for(job, envelope.recipient(recipient_id)):
            tx.record(correcting.bounce(envelope, recipient_id, letter, code, now), "system", now)
        tx.jobs.done(job)


def correct(
    member: Member, envelope_id: UUID, recipient_id: UUID, typed: Correction, now: datetime
) -> Envelope:
    """
    Counts as sending, for each mails an address that the organization chooses.

    Raises Invalid, NotOpen, NotCorrectable, TooManyCorrections, CorrectedMeanwhile, TooFast,
    NotFound.
    """
    typed = replace(typed, email=email_addresses.check(typed.email))
    sending.count(member.organization)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = correcting.correct(tx.change(envelope_id), recipient_id, typed, now)
        key = member.organization.installation.settings.link_key
        sending.issue_links(tx, outcome.envelope, key)
        tx.record(outcome, member.actor, now)
        tx.contacts.remember(tx.member.person_id, (outcome.envelope.recipient(recipient_id),), now)
    return outcome.envelope
