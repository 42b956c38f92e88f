"""What each recipient sees of an envelope: documents may be hidden from some of them."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from core.envelopes.envelope import Envelope


def seen_by(envelope: Envelope, recipient_ids: Collection[UUID]) -> Envelope:
    """
    The envelope without the documents that are hidden from all of these recipients, and without
    the fields on them. What is signed and sealed is decided with the whole envelope.
    """
    documents = tuple(
        d for d in envelope.documents if not set(d.hidden_from).issuperset(recipient_ids)
    )
    if len(documents) == len(envelope.documents):
        return envelope
    ids = {d.id for d in documents}
    fields = tuple(f for f in envelope.fields if f.document_id in ids)
    return replace(envelope, documents=documents, fields=fields)
