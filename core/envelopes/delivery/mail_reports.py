"""What a mail server reports of a recipient's mail: refused for good, or called spam."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome, with_recipients
from core.envelopes.events.mail_reports import MailBounced, MailComplained
from core.envelopes.schedule import REMINDERS_LIMIT


def bounce(
    envelope: Envelope, recipient_id: UUID, letter: str, code: int, now: datetime
) -> Outcome:
    """
    A mail server refused mail to a recipient for good: with an SMTP `code` (RFC 5321), or with 0
    when no server can be asked. Changes nothing but what the sender is told.
    """
    recipient = replace(envelope.recipient(recipient_id), bounced_at=now)
    event = MailBounced(recipient_id=recipient_id, letter=letter, code=code)
    return Outcome(with_recipients(envelope, recipient), (event,))


def complain(envelope: Envelope, recipient_id: UUID) -> Outcome:
    """
    Whoever reads their mail called one of ours spam: the sender is told, and no reminder goes to
    them by itself any more.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.auto_reminders >= REMINDERS_LIMIT:
        return Outcome(envelope)
    quiet = replace(recipient, auto_reminders=REMINDERS_LIMIT)
    event = MailComplained(recipient_id=recipient_id)
    return Outcome(with_recipients(envelope, quiet), (event,))
