"""What mail servers report about mail to a recipient: at once, or after they have taken it."""

from datetime import datetime
from uuid import UUID

from core.delivery.delivery_report import DeliveryReport
from core.delivery.letter_mark import LetterMark
from core.envelopes.delivery import mail_reports
from core.envelopes.refusals import NotOpen
from core.refusals import NotFound
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_mail


def take(tx: Transaction, mark: LetterMark, report: DeliveryReport, now: datetime) -> bool:
    """
    Whether it was news. The same report again, or about an address that was corrected since, or
    about what does not exist any more, is none.
    """
    try:
        envelope = tx.envelopes.lock(mark.envelope_id)
        recipient = envelope.recipient(mark.recipient_id)
    except NotFound:
        return False
    if recipient.link_generation != mark.generation:
        return False
    try:
        if report.complaint:
            outcome = mail_reports.complain(envelope, recipient.id)
        elif recipient.bounced_at:
            return False
        else:
            outcome = mail_reports.bounce(envelope, recipient.id, "mail", report.code, now)
    except NotOpen:
        return False
    tx.record(outcome, "system", now)
    return True


def bounced(tx: Transaction, job: LeasedJob, code: int, now: datetime) -> None:
    """What a mail server refused for good ends this job, and the sender hears of it."""
    recipient_id = job.argument("recipient_id", UUID)
    letter = job.kind.removeprefix("mail_")
    envelope = tx.envelopes.lock(job.argument("envelope_id", UUID))
    # An address that was corrected while the server was asked concerns no one any more.
    if envelope_mail.is_for(job, envelope.recipient(recipient_id)):
        tx.record(mail_reports.bounce(envelope, recipient_id, letter, code, now), "system", now)
    tx.jobs.done(job)
