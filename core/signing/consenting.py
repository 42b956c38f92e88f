"""Accepting the disclosure, which opens the documents."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.consent import Consent
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, with_fields, with_recipients
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.routing import forget_unfinished, mark_delivered
from core.fields.field import Field, first_value
from core.signing import finishing, turn
from core.signing.disclosures.disclosure import Disclosure
from core.signing.events.consent import ConsentAccepted, ConsentWithdrawn
from core.signing.events.location import LocationGiven, LocationNotGiven
from core.signing.events.recipients import RecipientDelivered
from core.signing.origin import Origin, read_location


def accept(
    envelope: Envelope,
    recipient_id: UUID,
    disclosure: Disclosure,
    origin: Origin,
    now: datetime,
    location: str | None = None,
) -> Outcome:
    """
    Accept the disclosure, which opens the documents. A second time changes nothing.

    `location` is what they let their browser tell, if they were asked for it. A recipient who has
    only to open the documents has finished with it.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.consented:
        return Outcome(envelope)
    turn.check(envelope, recipient)
    turn.check_time(envelope, now)
    accepted = ConsentAccepted(
        recipient_id=recipient_id,
        disclosure=disclosure.version,
        disclosure_sha256=disclosure.sha256,
        language=disclosure.language,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    given = Consent(disclosure.version, disclosure.sha256, disclosure.language, now)
    is_first = recipient.delivered_at is None  # and not after they withdrew an earlier consent
    opened_at = now if is_first else recipient.delivered_at
    reader = replace(
        recipient, status=RecipientStatus.DELIVERED, delivered_at=opened_at, consent=given
    )
    read = (RecipientDelivered(recipient_id=recipient_id),) if is_first else ()
    begun = [first_filled(f, recipient) for f in envelope.fields_of(recipient_id)]
    opened = mark_delivered(with_fields(with_recipients(envelope, reader), *begun), now)
    asked = () if location is None else (_located(recipient_id, location),)
    events = (accepted, *asked, *read, *opened.events)
    if not recipient.role.must_open:
        return Outcome(opened.envelope, events)
    done = finishing.complete(opened.envelope, reader, (), origin, now)
    return Outcome(done.envelope, (*events, *done.events))


def _located(recipient_id: UUID, typed: str) -> EnvelopeEvent:
    """A recipient who refuses, or whose browser cannot tell, may sign all the same."""
    found = read_location(typed)
    if found is None:
        return LocationNotGiven(recipient_id=recipient_id)
    return LocationGiven(recipient_id=recipient_id, location=str(found), accuracy=found.accuracy)


def withdraw(envelope: Envelope, recipient_id: UUID, origin: Origin, now: datetime) -> Outcome:
    """
    Take the consent back before finishing. What they have filled in is forgotten, and they read
    nothing until they consent again. Where there is no consent, nothing changes.
    """
    recipient = envelope.recipient(recipient_id)
    if not recipient.consented and not recipient.finished:
        return Outcome(envelope)
    turn.check(envelope, recipient)
    turn.check_time(envelope, now)
    withdrawn = ConsentWithdrawn(
        recipient_id=recipient_id, address=origin.address, user_agent=origin.user_agent
    )
    without = forget_unfinished(envelope, recipient)
    return Outcome(with_recipients(without, replace(recipient, consent=None)), (withdrawn,))


def first_filled(field: Field, recipient: Recipient) -> Field:
    """
    What several may fill in no one has filled in only because they looked at it, and what one of
    them has begun stays.
    """
    if field.is_shared and field.value:
        return field
    value = first_value(field, recipient)
    return replace(field, value=value) if field.is_shared else field.filled(value, recipient.id)
