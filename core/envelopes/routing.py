"""Whose turn it is: sequence, parallel and mixed routing are one rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from core.envelopes.envelope import Envelope, Outcome, Status, move, with_recipients
from core.envelopes.events.lifecycle import EnvelopeDelivered, EnvelopeSigned
from core.envelopes.events.recipients import RecipientInvited
from core.envelopes.recipient import Recipient, RecipientStatus


def due(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """
    The recipients who may act now: the unfinished ones of the earliest routing order.

    The turn is the lowest order with anyone unfinished, so those invited earlier who
    have not finished are never skipped.
    """
    unfinished = [r for r in recipients if not r.finished]
    first = min((r.routing_order for r in unfinished), default=None)
    return tuple(r for r in unfinished if r.routing_order == first)


def advance(envelope: Envelope, now: datetime) -> Outcome:
    """Invite those whose turn it has become; when no one is left, the envelope is signed."""
    turn = due(envelope.recipients)
    if not turn:
        return _all_have_finished(envelope, now)
    invited = [r for r in turn if r.status is RecipientStatus.CREATED]
    sent = [replace(r, status=RecipientStatus.SENT, sent_at=now) for r in invited]
    return Outcome(
        with_recipients(envelope, *sent), tuple(RecipientInvited(recipient_id=r.id) for r in sent)
    )


def mark_delivered(envelope: Envelope, now: datetime) -> Outcome:
    """Delivered, when it was not yet: whoever acts first has opened it."""
    if envelope.status is not Status.SENT:
        return Outcome(envelope)
    return Outcome(move(envelope, Status.DELIVERED, now), (EnvelopeDelivered(),))


def _all_have_finished(envelope: Envelope, now: datetime) -> Outcome:
    """An envelope that no one has to open passes delivered and signed at once."""
    opened = mark_delivered(envelope, now)
    signed = EnvelopeSigned(pages=envelope.pages)
    return Outcome(move(opened.envelope, Status.SIGNED, now), (*opened.events, signed))
