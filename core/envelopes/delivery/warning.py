"""Telling those who have not finished, and the sender, that an envelope is about to expire."""

from dataclasses import replace
from datetime import datetime

from core.envelopes import routing
from core.envelopes.envelope import Envelope, Outcome, overdue, with_recipients
from core.envelopes.events.expiry_warnings import EnvelopeExpiryWarned, RecipientExpiryWarned
from core.envelopes.events.texts import texted
from core.envelopes.recipient import Recipient


def due_at(envelope: Envelope, now: datetime) -> datetime | None:
    """When it is time for it; None: not any more, or never."""
    if not envelope.status.open or overdue(envelope, now) or envelope.warned_at:
        return None
    if envelope.expires_at is None:
        return None
    return envelope.schedule.warns_at(envelope.expires_at, envelope.sent_at)


def warn(envelope: Envelope, now: datetime) -> Outcome:
    """
    Once for each date on which it expires. It counts as a mail, which puts a reminder off.

    Those whose turn has not come hear of the date when they are invited.
    """
    if envelope.expires_at is None:
        return Outcome(envelope)
    asked = [r for r in routing.asked(envelope.recipients) if _by_mail(r) or r.asked_by_text]
    if envelope.paused_at:  # no one can act; the sender hears of it
        asked = []
    warned = [replace(r, reminded_at=now) for r in asked]
    after = replace(with_recipients(envelope, *warned), warned_at=now)
    mails = (RecipientExpiryWarned(recipient_id=r.id) for r in warned if _by_mail(r))
    texts = (event for r in warned for event in texted(r, "expiry_warning"))
    return Outcome(after, (EnvelopeExpiryWarned(expires_at=envelope.expires_at), *mails, *texts))


def _by_mail(recipient: Recipient) -> bool:
    return recipient.asked_by_mail and not recipient.bounced_at
