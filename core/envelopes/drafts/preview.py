"""A draft as one of its recipients will find it: nothing of this is stored."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from core.documents.attached_file import AttachedFile
from core.envelopes import groups
from core.envelopes.envelope import Envelope, with_fields
from core.envelopes.recipient import Recipient
from core.fields.field import Field, accept_value, first_value, senders_value
from core.fields.kinds.payment import OPENED
from core.refusals import Invalid

SAMPLE_FILE = "sample.pdf"


def readers(envelope: Envelope) -> tuple[Recipient, ...]:
    """Those who see the pages before the envelope is completed; of a group one."""
    return groups.firsts(r for r in envelope.recipients if r.role.acts or r.role.must_open)


def seen_by(envelope: Envelope, recipient_id: UUID) -> Envelope:
    """
    As this recipient begins: with what the sender fills in and what is known of them, and nothing
    of the others, who may not have finished. Raises NotFound.
    """
    recipient = envelope.recipient(recipient_id)
    return replace(envelope, fields=tuple(_begun(f, recipient) for f in envelope.fields))


def restored(envelope: Envelope, recipient_id: UUID, values: Mapping[UUID, str]) -> Envelope:
    """With what they entered before. What cannot be in its field is as they began."""
    mine = envelope.fields_of(recipient_id)
    return with_fields(
        envelope,
        *(_restored(envelope, f, recipient_id, values[f.id]) for f in mine if f.id in values),
    )


def pressed(envelope: Envelope, field_id: UUID, recipient_id: UUID) -> Envelope:
    """As if what a field asks for on another page had been done there; again: not any more."""
    field = envelope.field(field_id)
    sample = AttachedFile(field.id, SAMPLE_FILE, 1, "", SAMPLE_FILE).value
    done = sample if field.kind.is_uploaded else OPENED
    return with_fields(envelope, field.filled("" if field.value else done, recipient_id))


def _restored(envelope: Envelope, field: Field, recipient_id: UUID, value: str) -> Field:
    if field.kind.is_adopted:
        known = {str(s.id) for s in envelope.signatures if s.kind == field.kind.name}
        return field.filled(value if value in known else "", recipient_id)
    try:
        return field.filled(accept_value(field, value), recipient_id)
    except Invalid:
        return field


def _begun(field: Field, recipient: Recipient) -> Field:
    if field.recipient_ids and recipient.id not in field.recipient_ids:
        return field  # empty, as its name is to conditions
    if not field.recipient_ids:
        return replace(field, value=senders_value(field))
    value = first_value(field, recipient)
    return replace(field, value=value) if field.is_shared else field.filled(value, recipient.id)
