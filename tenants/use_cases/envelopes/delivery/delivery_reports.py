"""What mail servers and providers report about a mail to a recipient, after they had taken it."""

from datetime import datetime

from core.delivery.delivery_report import DeliveryReport
from core.delivery.letter_mark import LetterMark
from core.envelopes import correcting
from core.envelopes.refusals import NotOpen
from core.refusals import NotFound
from tenants.transaction import Transaction


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
            outcome = correcting.complain(envelope, recipient.id)
        elif recipient.bounced_at:
            return False
        else:
            outcome = correcting.bounce(envelope, recipient.id, "mail", report.code, now)
    except NotOpen:
        return False
    tx.record(outcome, "system", now)
    return True
