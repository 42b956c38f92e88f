"""Accepting the disclosure, which opens the documents."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.consent import Consent
from core.envelopes.envelope import Envelope, Outcome, with_fields, with_recipients
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.routing import mark_delivered
from core.fields.field import Field, first_value
from core.signing import finishing, turn
from core.signing.disclosure import Disclosure
from core.signing.events import ConsentAccepted, RecipientDelivered
from core.signing.origin import Origin


def accept(
    envelope: Envelope, recipient_id: UUID, disclosure: Disclosure, origin: Origin, now: datetime
) -> Outcome:
    """
    Accept the disclosure, which opens the documents. A second time changes nothing.

    A recipient who has only to open them has finished with it.
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
    reader = replace(recipient, status=RecipientStatus.DELIVERED, delivered_at=now, consent=given)
    read = RecipientDelivered(recipient_id=recipient_id)
    begun = [_begun(f, recipient) for f in envelope.fields_of(recipient_id)]
    opened = mark_delivered(with_fields(with_recipients(envelope, reader), *begun), now)
    events = (accepted, read, *opened.events)
    if not recipient.role.must_open:
        return Outcome(opened.envelope, events)
    done = finishing.complete(opened.envelope, reader, (), origin, now)
    return Outcome(done.envelope, (*events, *done.events))


def _begun(field: Field, recipient: Recipient) -> Field:
    """What several may fill in no one has filled in only because they looked at it."""
    value = first_value(field, recipient)
    return replace(field, value=value) if field.is_shared else field.filled(value, recipient.id)
