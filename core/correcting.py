"""Correcting a recipient of a sent envelope whom no mail reaches, or whose address was wrong."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core import refusals
from core.envelope import Envelope, Outcome, overdue, with_recipients
from core.events import MailBounced, RecipientCorrected, RecipientInvited
from core.printable import tidy
from core.recipient import Recipient, RecipientStatus, mistakes
from core.refusals import Invalid


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


def correctable(envelope: Envelope, recipient: Recipient) -> bool:
    """While the envelope is open and they have not opened it: later the trail speaks of them."""
    return envelope.status.open and not recipient.consented and not recipient.completed_at


def correct(
    envelope: Envelope, recipient_id: UUID, name: str, email: str, now: datetime
) -> Outcome:
    """
    Another name or address: earlier links end, and whoever was invited is invited again.

    The same name and address again are another try. Raises NotOpen, NotCorrectable, and Invalid
    with `name` and `email`.
    """
    before = envelope.recipient(recipient_id)
    if not envelope.status.open or overdue(envelope, now):
        raise refusals.NotOpen
    if not correctable(envelope, before):
        raise refusals.NotCorrectable
    after = replace(before, name=tidy(name), email=tidy(email), bounced_at=None)
    _check(envelope, after)
    invited = before.status is RecipientStatus.SENT
    events = (RecipientInvited(recipient_id=recipient_id),) if invited else ()
    if invited:
        after = replace(after, sent_at=now)
    if (before.name, before.email) == (after.name, after.email):
        return Outcome(with_recipients(envelope, after), events)
    corrected = RecipientCorrected(
        recipient_id=recipient_id,
        old_name=before.name,
        old_email=before.email,
        name=after.name,
        email=after.email,
    )
    after = replace(after, link_generation=before.link_generation + 1)
    return Outcome(with_recipients(envelope, after), (corrected, *events))


def _check(envelope: Envelope, after: Recipient) -> None:
    everybody = with_recipients(envelope, after).recipients
    number = everybody.index(after)
    found = mistakes(everybody)
    wrong = {
        field: found[f"{field}-{number}"]
        for field in ("name", "email")
        if f"{field}-{number}" in found
    }
    if wrong:
        raise Invalid(**wrong)
