"""Marks of the parts of a draft: a page sends them back to say what it was drawn with."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field, placements
from core.text import canonical_json


def mark(*values: str | int) -> str:
    """A short name for a part of a draft as it is stored: another state has another one."""
    return hashlib.sha256(canonical_json.text(list(values)).encode()).hexdigest()[:20]


def of_recipient(recipient: Recipient) -> str:
    who = (recipient.name, recipient.email, recipient.role.name, recipient.routing_order)
    return mark(*who, *filter(None, [recipient.role_name]))


def of_documents(envelope: Envelope) -> str:
    """Which files there are, and what intake has said of them, however they are called."""
    documents = sorted(envelope.documents, key=lambda d: d.id)
    told = ((str(d.id), d.status, d.canonical_sha256) for d in documents)
    return mark(*(value for values in told for value in values))


def of_fields(envelope: Envelope) -> dict[UUID, str]:
    """
    By recipient all fields of theirs, with their places in hundredths of a point; "" without any.

    By the id of the envelope those that its sender fills in.
    """
    fillers = [r.id for r in envelope.recipients if r.role.has_fields]
    own = [field for field in envelope.fields if not field.recipient_ids]
    of_each = {id: _of(envelope.fields_of(id)) for id in fillers}
    return {**of_each, envelope.id: _of(own)}


def of_placements(fields: Iterable[Field]) -> str:
    """Of all fields together: whom each is for, and where and how it is placed."""
    return mark(placements(sorted(fields, key=lambda f: f.id)))


def _of(fields: Iterable[Field]) -> str:
    ordered = sorted(fields, key=lambda f: f.id)
    return mark(*(value for f in ordered for value in _marked_values(f))) if ordered else ""


def _marked_values(field: Field) -> tuple[str | int, ...]:
    place = (field.x, field.y, field.width, field.height)
    what = (
        str(field.id),
        str(field.document_id),
        field.kind.name,
        field.label,
        int(field.required),
        canonical_json.text(field.properties),
    )
    return *what, field.page, *(round(100 * number) for number in place)
