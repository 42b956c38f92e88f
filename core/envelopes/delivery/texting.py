"""SMS that did not reach a recipient, and recipients who want no more of them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, with_recipients
from core.envelopes.events.expiry_warnings import RecipientExpiryWarned
from core.envelopes.events.recipients import RecipientInvited
from core.envelopes.events.texts import TextFailed, TextReminderLost, TextsResumed, TextsStopped
from core.envelopes.recipient import Recipient, RecipientStatus

# Answers of a phone that carriers and providers understand, in any case.
STOP = frozenset(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"))
START = frozenset(("START", "YES", "UNSTOP"))
HELP = frozenset(("HELP", "INFO"))
STOPPED = 21610  # by which Twilio says that its own list has the number


def fail(envelope: Envelope, recipient_id: UUID, letter: str, code: int, now: datetime) -> Outcome:
    """
    No SMS goes to them any more until the number is corrected; mail takes its place, if they have
    an address. `letter` is what was to be sent.
    """
    event = TextFailed(recipient_id=recipient_id, letter=letter, code=code)
    return _ended(envelope, recipient_id, event, letter, now)


def lose(envelope: Envelope, recipient_id: UUID) -> Outcome:
    """The gateway did not take a reminder; with no e-mail either, they may be reminded at once."""
    before = envelope.recipient(recipient_id)
    after = before if before.asked_by_mail else replace(before, reminded_at=None)
    event = TextReminderLost(recipient_id=recipient_id)
    return Outcome(with_recipients(envelope, after), (event,))


def stop(envelope: Envelope, recipient_id: UUID, now: datetime, letter: str = "") -> Outcome:
    """They answered STOP, now or earlier; `letter` is what was to be sent just now, if any."""
    event = TextsStopped(recipient_id=recipient_id, letter=letter)
    return _ended(envelope, recipient_id, event, letter, now)


def resume(envelope: Envelope, recipient_id: UUID) -> Outcome:
    before = envelope.recipient(recipient_id)
    if before.texts_failed_at is None or not before.options.channel:
        return Outcome(envelope)
    after = replace(before, texts_failed_at=None)
    return Outcome(with_recipients(envelope, after), (TextsResumed(recipient_id=recipient_id),))


def _ended(
    envelope: Envelope,
    recipient_id: UUID,
    event: TextFailed | TextsStopped,
    letter: str,
    now: datetime,
) -> Outcome:
    """The same again changes nothing."""
    before = envelope.recipient(recipient_id)
    if not before.texted:
        return Outcome(envelope)
    after = replace(before, texts_failed_at=now)
    mailed = _mailed(before, after, letter) if envelope.status.open else ()
    if mailed and letter == "invitation":
        after = replace(after, sent_at=now)
    return Outcome(with_recipients(envelope, after), (event, *mailed))


def _mailed(before: Recipient, after: Recipient, letter: str) -> tuple[EnvelopeEvent, ...]:
    """The e-mail in place of the SMS. A reminder gets none: it is sent at most once."""
    if before.asked_by_mail or not after.asked_by_mail or after.finished:
        return ()
    if letter == "invitation" and after.status is RecipientStatus.SENT:
        return (RecipientInvited(recipient_id=after.id),)
    if letter == "expiry_warning":
        return (RecipientExpiryWarned(recipient_id=after.id),)
    return ()
