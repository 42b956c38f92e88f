"""Reminding the recipients whose turn it is."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core.envelopes import routing
from core.envelopes.envelope import (
    Envelope,
    EnvelopeEvent,
    Outcome,
    check_running,
    overdue,
    with_recipients,
)
from core.envelopes.events.reminders import RecipientAutoReminded, RecipientReminded, ReminderLost
from core.envelopes.events.texts import texted
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotStartedYet, NotTheirTurn, RemindedAlready

NOT_WITHIN = timedelta(hours=1)
LOOKS_AGAIN = timedelta(days=1)


def remind(envelope: Envelope, now: datetime, recipient_id: UUID | None = None) -> Outcome:
    """
    Who may act now, or this one of them, unless a mail went to them lately.

    Raises NotOpen, PausedBySender, NotStartedYet, RemindedAlready, and NotTheirTurn for one the
    envelope is not waiting for.
    """
    check_running(envelope, now)
    if envelope.starts_at:
        raise NotStartedYet
    if recipient_id and recipient_id not in {r.id for r in routing.due(envelope.recipients)}:
        raise NotTheirTurn
    asked = [r for r in remindable(envelope, now) if recipient_id in (None, r.id)]
    reminded = [replace(r, reminded_at=now) for r in asked]
    if not reminded:
        raise RemindedAlready
    events = tuple(e for r in reminded for e in _asked(r, RecipientReminded, "reminder"))
    return Outcome(with_recipients(envelope, *reminded), events)


def remind_by_schedule(envelope: Envelope, recipient_id: UUID, now: datetime) -> Outcome:
    """One whose time has come: see `scheduled`."""
    recipient = envelope.recipient(recipient_id)
    after = replace(recipient, reminded_at=now, auto_reminders=recipient.auto_reminders + 1)
    events = _asked(after, RecipientAutoReminded, "scheduled_reminder")
    return Outcome(with_recipients(envelope, after), events)


def _asked(
    recipient: Recipient, event: type[RecipientReminded | RecipientAutoReminded], letter: str
) -> tuple[EnvelopeEvent, ...]:
    mailed = (event(recipient_id=recipient.id),) if recipient.asked_by_mail else ()
    return (*mailed, *texted(recipient, letter))


def scheduled(envelope: Envelope, recipient_id: UUID, now: datetime) -> datetime | None:
    """
    When a recipient is reminded next without anyone asking for it; None: not any more. While the
    envelope is paused it is asked again a day later.
    """
    if not envelope.status.open or overdue(envelope, now):
        return None
    recipient = envelope.recipient(recipient_id)
    if recipient not in routing.due(envelope.recipients):
        return None
    due_at = envelope.schedule.next_reminder(recipient)
    return max(due_at, now + LOOKS_AGAIN) if due_at and envelope.paused_at else due_at


def remindable_from(envelope: Envelope) -> datetime | None:
    """When the first of those whose turn it is may be reminded; None when it is no one's."""
    if not envelope.status.open or envelope.paused_at:
        return None
    turn = routing.due(envelope.recipients)
    return min(filter(None, map(rested_from, turn)), default=None)


def lose(envelope: Envelope, recipient_id: UUID) -> Outcome:
    """A reminder that was not taken: the trail says so, and they may be reminded at once."""
    recipient = replace(envelope.recipient(recipient_id), reminded_at=None)
    return Outcome(with_recipients(envelope, recipient), (ReminderLost(recipient_id=recipient_id),))


def remindable(envelope: Envelope, now: datetime) -> list[Recipient]:
    """Those whose turn it is and who had no mail within the hour."""
    if envelope.paused_at:
        return []
    return [r for r in routing.due(envelope.recipients) if rested(r, now)]


def rested(recipient: Recipient, now: datetime) -> bool:
    """Whether they were mailed, and not lately."""
    at = rested_from(recipient)
    return at is not None and at <= now


def rested_from(recipient: Recipient) -> datetime | None:
    """An hour after the last mail to them; None when there was none, and never is."""
    if not recipient.is_asked:
        return None
    return recipient.last_mail + NOT_WITHIN if recipient.last_mail else None
