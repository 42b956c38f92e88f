"""
A field of a group as one of its members finds it: what another one has begun is not theirs.

A group signs with the signature of the one who finishes. What another member put there and did
not finish is neither shown to them nor signed by them.
"""

from dataclasses import replace
from uuid import UUID

from core.envelopes import groups
from core.envelopes.envelope import Envelope, with_fields
from core.envelopes.recipient import Recipient
from core.fields.field import Field, first_value


def seen_by(envelope: Envelope, recipient_id: UUID) -> Envelope:
    """With their own signatures, name and address, and without those of the other members."""
    recipient = envelope.recipient(recipient_id)
    if not recipient.options.group_id:
        return envelope
    theirs = (f for f in envelope.fields if f.is_shared and f.is_for(recipient_id))
    own = (_own(envelope, f, recipient) for f in theirs if _is_the_groups(envelope, f))
    return with_fields(envelope, *own)


def _is_the_groups(envelope: Envelope, field: Field) -> bool:
    return groups.in_same(envelope.recipients, field.recipient_ids)


def _own(envelope: Envelope, field: Field, recipient: Recipient) -> Field:
    if field.kind.is_adopted:
        mine = {str(s.id) for s in envelope.signatures if s.recipient_id == recipient.id}
        return field if field.value in mine else replace(field, value="")
    known = field.kind.prefill
    if known is None or not field.is_asked or field.value == known(recipient):
        return field
    others = {known(r) for r in envelope.recipients if r.id in field.recipient_ids}
    if field.value and field.value not in others:
        return field
    if not field.value and not field.required:
        return field
    return replace(field, value=first_value(replace(field, recipient_ids=()), recipient))
