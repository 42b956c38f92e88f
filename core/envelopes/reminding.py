"""Reminding the recipients whose turn it is."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core.envelopes import routing
from core.envelopes.envelope import Envelope, Outcome, overdue, with_recipients
from core.envelopes.events.recipients import (
    RecipientAutoReminded,
    RecipientReminded,
    ReminderLost,
)
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotOpen, RemindedAlready

NOT_WITHIN = timedelta(hours=1)


def remind(envelope: Envelope, now: datetime) -> Outcome:
    """Who may act now, unless a mail went to them lately. Raises NotOpen, RemindedAlready."""
    if not envelope.status.open or overdue(envelope, now):
        raise NotOpen
    reminded = [replace(r, reminded_at=now) for r in remindable(envelope, now)]
    if not reminded:
        raise RemindedAlready
    events = tuple(RecipientReminded(recipient_id=r.id) for r in reminded)
    return Outcome(with_recipients(envelope, *reminded), events)


def remind_by_schedule(envelope: Envelope, recipient_id: UUID, now: datetime) -> Outcome:
    """One whose time has come: see `scheduled`."""
    recipient = envelope.recipient(recipient_id)
    after = replace(recipient, reminded_at=now, auto_reminders=recipient.auto_reminders + 1)
    event = RecipientAutoReminded(recipient_id=recipient_id)
    return Outcome(with_recipients(envelope, after), (event,))


def scheduled(envelope: Envelope, recipient_id: UUID, now: datetime) -> datetime | None:
    """When a recipient is reminded next without anyone asking for it; None: not any more."""
    if not envelope.status.open or overdue(envelope, now):
        return None
    recipient = envelope.recipient(recipient_id)
    if recipient not in routing.due(envelope.recipients):
        return None
    return envelope.schedule.next_reminder(recipient)


def remindable_from(envelope: Envelope) -> datetime | None:
    """When the first of those whose turn it is may be reminded; None when it is nobody's."""
    if not envelope.status.open:
        return None
    turn = routing.due(envelope.recipients)
    mails = [r.last_mail for r in turn if r.last_mail is not None]
    return min(mails) + NOT_WITHIN if mails else None


def lose(envelope: Envelope, recipient_id: UUID) -> Outcome:
    """A reminder that was not taken: the trail says so, and they may be reminded at once."""
    recipient = replace(envelope.recipient(recipient_id), reminded_at=None)
    return Outcome(with_recipients(envelope, recipient), (ReminderLost(recipient_id=recipient_id),))


def remindable(envelope: Envelope, now: datetime) -> list[Recipient]:
    """Those whose turn it is and who had no mail within the hour."""
    return [r for r in routing.due(envelope.recipients) if rested(r, now)]


def rested(recipient: Recipient, now: datetime) -> bool:
    """Whether they were mailed, and not lately."""
    last = recipient.last_mail
    return last is not None and last + NOT_WITHIN <= now
