"""Signing one's own envelope: its sender is its only recipient, and is asked by no mail."""

from dataclasses import replace

from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome
from core.envelopes.events.recipients import RecipientAwaited, RecipientInvited, SelfSigningStarted
from core.envelopes.events.texts import RecipientTexted
from core.envelopes.recipient_list import is_person


def is_own(envelope: Envelope, name: str, email: str) -> bool:
    """Whether the only recipient is the person of this name and address, who signs."""
    recipients = envelope.recipients
    if len(recipients) != 1 or envelope.content_of is not None:
        return False
    (one,) = recipients
    return one.role.signs and is_person(one, recipients, name, email)


def without_mail(sent: Outcome) -> Outcome:
    """As it is sent, for someone who is there already: no one is asked by e-mail or SMS."""
    started: list[EnvelopeEvent] = []
    for event in sent.events:
        if not isinstance(event, RecipientInvited | RecipientAwaited | RecipientTexted):
            started.append(event)
        elif (begun := SelfSigningStarted(recipient_id=event.recipient_id)) not in started:
            started.append(begun)
    return replace(sent, events=tuple(started))
