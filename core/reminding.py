"""Reminding the recipients whose turn it is."""

from dataclasses import replace
from datetime import datetime, timedelta

from core import refusals, routing
from core.envelope import Envelope, Outcome, overdue, with_recipients
from core.events import RecipientReminded
from core.recipient import Recipient

NOT_WITHIN = timedelta(hours=1)


def remind(envelope: Envelope, now: datetime) -> Outcome:
    """Who may act now, unless a mail went to them lately. Raises NotOpen, RemindedAlready."""
    if not envelope.status.open or overdue(envelope, now):
        raise refusals.NotOpen
    reminded = [replace(r, reminded_at=now) for r in remindable(envelope, now)]
    if not reminded:
        raise refusals.RemindedAlready
    events = tuple(RecipientReminded(recipient_id=r.id) for r in reminded)
    return Outcome(with_recipients(envelope, *reminded), events)


def remindable(envelope: Envelope, now: datetime) -> list[Recipient]:
    """Those whose turn it is and who had no mail within the hour."""
    return [
        r
        for r in routing.due(envelope.recipients)
        if max((at for at in (r.sent_at, r.reminded_at) if at), default=now) + NOT_WITHIN <= now
    ]
