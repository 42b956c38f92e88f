"""Hearing that mail to a recipient was refused, and correcting whom an envelope goes to."""

from datetime import datetime
from uuid import UUID

from core import correcting
from core.access import Permission
from core.envelope import Envelope
from tenants import addresses
from tenants.member import Member
from tenants.use_cases import sending
from tenants.use_cases.leasing import LeasedJob


def bounced(job: LeasedJob, code: int, now: datetime) -> None:
    """What a mail server refused for good ends this job, and the sender hears of it."""
    recipient_id = job.said("recipient_id", UUID)
    letter = job.kind.removeprefix("mail_")
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(job.said("envelope_id", UUID))
        tx.record(correcting.bounce(envelope, recipient_id, letter, code, now), "system", now)
        tx.jobs.done(job)


def correct(
    member: Member, envelope_id: UUID, recipient_id: UUID, name: str, email: str, now: datetime
) -> Envelope:
    """Raises Invalid, NotOpen, NotCorrectable, NotFound."""
    email = addresses.check(email)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = correcting.correct(tx.change(envelope_id), recipient_id, name, email, now)
        key = member.organization.installation.settings.link_key
        sending.issue_links(tx, outcome.envelope, key)
        tx.record(outcome, member.actor, now)
    return outcome.envelope
