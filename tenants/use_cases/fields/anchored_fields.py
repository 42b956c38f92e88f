"""Fields placed where a text stands in the documents of a draft."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import Document
from core.envelopes.drafts import draft, placement
from core.envelopes.envelope import Envelope
from core.fields.anchoring import anchor as anchors
from core.fields.anchoring import awaited_fields
from core.fields.anchoring.anchor import Anchor, AnchoredPlace, DrawnLine
from core.fields.field import Field
from core.fields.kind import FieldKind
from core.refusals import FilledSentence, Invalid, sentence
from tenants.identifiers import new_id
from tenants.transaction import Transaction

NOT_FOUND = sentence("The text “%(text)s” is not in the documents. Check how it is written there.")
NO_TEXT = sentence("Enter the text to look for in the documents.")


def place(
    tx: Transaction,
    envelope_id: UUID,
    anchor: Anchor,
    kind: FieldKind,
    recipient_ids: Sequence[UUID],
    now: datetime,
) -> Envelope:
    """
    One field at each place of the text, or at the first, in the usual size of its kind.

    Raises NotADraft, and Invalid where the text is not found or a field cannot be placed there.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    draft.check_draft(envelope)
    if not anchor.text.strip():
        raise Invalid(anchor=NO_TEXT)
    fields = _fields(tx, envelope, anchor, kind, recipient_ids)
    if not fields:
        raise Invalid(anchor=FilledSentence(NOT_FOUND, text=anchor.text))
    outcome, wrong = placement.change(envelope, fields)
    if wrong:
        raise Invalid(anchor=" ".join(dict.fromkeys(wrong.values())))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def _fields(
    tx: Transaction,
    envelope: Envelope,
    anchor: Anchor,
    kind: FieldKind,
    recipient_ids: Sequence[UUID],
) -> list[Field]:
    lines: dict[UUID, list[DrawnLine]] = {document.id: [] for document in envelope.documents}
    for document_id, page, drawn in tx.page_images.all_lines(lines, sealed=False):
        lines[document_id] += [DrawnLine(page, **line) for line in drawn]
    fields = [
        _field(document, found, kind, recipient_ids)
        for document in envelope.documents
        for found in anchors.places(anchor, lines[document.id])
    ]
    return fields if anchor.every else fields[:1]


def _field(
    document: Document, found: AnchoredPlace, kind: FieldKind, recipient_ids: Sequence[UUID]
) -> Field:
    field = Field(
        new_id(),
        document.id,
        tuple(recipient_ids),
        kind,
        *(1, 0.0, 0.0, kind.size[0], kind.size[1]),
        required=kind.is_required,
    )
    return awaited_fields.at(found, field, document)
