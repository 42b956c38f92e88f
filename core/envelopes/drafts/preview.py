"""A draft as one of its recipients will find it: nothing of this is stored."""

from dataclasses import replace
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field, first_value, senders_value


def readers(envelope: Envelope) -> tuple[Recipient, ...]:
    """Those who see the pages before the envelope is completed."""
    return tuple(r for r in envelope.recipients if r.role.acts or r.role.must_open)


def seen_by(envelope: Envelope, recipient_id: UUID) -> Envelope:
    """
    As this recipient begins: with what the sender fills in and what is known of them, and nothing
    of the others, who may not have finished. Raises NotFound.
    """
    recipient = envelope.recipient(recipient_id)
    return replace(envelope, fields=tuple(_begun(f, recipient) for f in envelope.fields))


def _begun(field: Field, recipient: Recipient) -> Field:
    if field.recipient_ids and recipient.id not in field.recipient_ids:
        return field  # empty, as its name is to conditions
    if not field.recipient_ids:
        return replace(field, value=senders_value(field))
    value = first_value(field, recipient)
    return replace(field, value=value) if field.is_shared else field.filled(value, recipient.id)
