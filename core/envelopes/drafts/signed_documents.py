"""Documents of a draft that were signed before: what becomes of them, and what may lie on them."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from core.documents.document import Document
from core.documents.earlier_signatures import Adding, Handling
from core.documents.refusals import CannotBeAddedTo, NotSigned
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome, with_documents
from core.fields import kinds
from core.fields.field import Field
from core.fields.kind import FieldKind
from core.refusals import FilledSentence, sentence

ATTACHED = sentence(
    "“%(document)s” is attached unchanged, so it cannot have fields. Remove the field, or choose"
    " “Add signatures to it”."
)
ONLY_SIGNATURES = sentence(
    "“%(document)s” is already digitally signed. Only signatures and initials can be added to it;"
    " anything else would break the signature in it."
)
ONLY_ITS_FIELDS = sentence(
    "“%(document)s” can only be signed in its own empty signature fields. Place the signature"
    " exactly there."
)
TWICE = sentence(
    "Two signatures are in the same signature field of “%(document)s”. Remove one of them."
)
NOTHING_TO_SIGN = sentence(
    "All documents are attached unchanged, so there is nothing to sign. Add a document that can be"
    " signed, or choose “Add signatures to it”."
)
NO_FIELD_USED = sentence(
    "Place a required signature in one of the signature fields of “%(document)s”, or attach it"
    " unchanged."
)


def handle(envelope: Envelope, document_id: UUID, handling: Handling) -> Outcome:
    """Attach it unchanged, which removes its fields, or add signatures to it.

    Raises NotADraft, NotFound, NotSigned, CannotBeAddedTo.
    """
    check_draft(envelope)
    document = envelope.document(document_id)
    if document.earlier is None or handling is Handling.CANONICAL:
        raise NotSigned
    if handling is Handling.COUNTERSIGNED and document.earlier.adding is Adding.NOTHING:
        raise CannotBeAddedTo
    fields = envelope.fields
    if handling is Handling.ATTACHED:
        fields = tuple(f for f in fields if f.document_id != document_id)
    changed = with_documents(envelope, replace(document, handling=handling))
    return Outcome(replace(changed, fields=fields))


def field_problem(document: Document, field: Field) -> str:
    """Why a field may not lie on a document; "" if it may."""
    if document.is_attached:
        return _of(document, ATTACHED)
    if not document.is_countersigned or document.earlier is None:
        return ""
    if not field.kind.is_signature:
        return _of(document, ONLY_SIGNATURES)
    if document.earlier.adding is Adding.EMPTY_FIELDS and not _own_field(document, field):
        return _of(document, ONLY_ITS_FIELDS)
    return ""


def kinds_for(documents: Sequence[Document]) -> tuple[FieldKind, ...]:
    """What may be placed on these; on one that was not signed before, each."""
    if not documents or not all(d.is_countersigned for d in documents):
        return kinds.ALL
    return tuple(kind for kind in kinds.ALL if kind.is_signature)


def fields_problem(envelope: Envelope) -> str:
    """The same of all fields, and of two in one place: they may have been placed before."""
    documents = {d.id: d for d in envelope.documents if d.earlier}
    taken: set[tuple[UUID, str]] = set()
    for field in (f for f in envelope.fields if f.document_id in documents):
        document = documents[field.document_id]
        if why := field_problem(document, field):
            return why
        own = _own_field(document, field)
        if own and (document.id, own) in taken:
            return _of(document, TWICE)
        taken.add((document.id, own))
    return ""


def sending_problem(envelope: Envelope) -> str:
    """Why documents keep an envelope from being sent that otherwise could; "" if they do not."""
    if envelope.documents and all(d.is_attached for d in envelope.documents):
        return NOTHING_TO_SIGN
    for document in envelope.documents:
        earlier = document.earlier
        if earlier is None or not document.is_countersigned:
            continue
        fields = (f for f in envelope.fields if f.document_id == document.id)
        if earlier.adding is Adding.EMPTY_FIELDS and not any(f.required for f in fields):
            return _of(document, NO_FIELD_USED)
    return ""


def _own_field(document: Document, field: Field) -> str:
    """The name of the file's empty signature field that this field fills."""
    if document.earlier is None:
        return ""
    found = document.earlier.empty_field_at(
        field.page, (field.x, field.y, field.width, field.height)
    )
    return found.name if found else ""


def _of(document: Document, why: str) -> str:
    return FilledSentence(why, document=document.name)
