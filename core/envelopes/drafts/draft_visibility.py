"""Who sees each document of a draft, and what readers have to do with those that no one signs."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from core.documents.document import Document
from core.documents.supplement import Supplement
from core.envelopes import groups
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome, with_documents
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.fields.logic.dependencies import Dependencies
from core.refusals import FilledSentence, Invalid, sentence

HAS_FIELD = sentence("%(name)s has a field in this document, so it cannot be hidden from them.")
FROM_ALL = sentence(
    "At least one recipient must see this document. Select one, or remove the document."
)
HAS_FIELDS = sentence(
    "This document has fields. Remove them first, or let recipients fill it in and sign it."
)
HIDDEN_FIELD = sentence(
    "“%(document)s” is hidden from a recipient of this field. Show it to them, or choose another"
    " recipient."
)
SUPPLEMENTAL = sentence(
    "“%(document)s” is for reading only, so it cannot have fields. Change what recipients do with"
    " it first."
)
SEES_NOTHING = sentence("All documents are hidden from %(name)s. Show them at least one.")


@dataclass(frozen=True, slots=True)
class RevealedValue:
    """A value of a document that is hidden from these people, printed by a formula in another."""

    hidden: Document
    shown: Document
    people: tuple[Recipient, ...]

    @property
    def names(self) -> str:
        return ", ".join(r.name or r.email or r.role_name for r in self.people)


def show(
    envelope: Envelope, document_id: UUID, hidden_from: Collection[UUID], supplement: Supplement
) -> Outcome:
    """
    Hide a document from these recipients and from no one else, and ask the others to do this.

    Raises NotADraft, NotFound, Invalid with the names `hidden` and `supplement`.
    """
    check_draft(envelope)
    document = envelope.document(document_id)
    chosen = {groups.part_of(r) for r in envelope.recipients if r.id in hidden_from}
    hidden = {r.id for r in envelope.recipients if groups.part_of(r) in chosen}
    fields = [f for f in envelope.fields if f.document_id == document_id]
    with_field = {id for field in fields for id in field.recipient_ids}
    hidden_people = [r for r in envelope.recipients if r.id in hidden]
    wrong = next((r for r in hidden_people if r.id in with_field), None)
    if wrong:
        raise Invalid(hidden=FilledSentence(HAS_FIELD, name=wrong.name or wrong.email))
    if envelope.recipients and len(hidden_people) == len(envelope.recipients):
        raise Invalid(hidden=FROM_ALL)
    if supplement and fields:
        raise Invalid(supplement=HAS_FIELDS)
    changed = replace(
        document, hidden_from=tuple(r.id for r in hidden_people), supplement=supplement
    )
    return Outcome(with_documents(envelope, changed))


def field_problem(document: Document, field: Field) -> str:
    """Why a field may not lie on a document; "" if it may."""
    if document.supplement:
        return FilledSentence(SUPPLEMENTAL, document=document.name)
    if set(field.recipient_ids).intersection(document.hidden_from):
        return FilledSentence(HIDDEN_FIELD, document=document.name)
    return ""


def sending_problem(envelope: Envelope) -> str:
    """Why what is hidden keeps an envelope from being sent; "" if it does not."""
    for recipient in envelope.recipients if envelope.documents else ():
        if all(recipient.id in d.hidden_from for d in envelope.documents):
            return FilledSentence(SEES_NOTHING, name=recipient.name or recipient.email)
    return ""


def revealed(envelope: Envelope) -> list[RevealedValue]:
    """What formulas carry out of hidden documents: the sender is told, and may mean it."""
    documents = {d.id: d for d in envelope.documents}
    if not any(d.hidden_from for d in envelope.documents):
        return []
    dependencies = Dependencies(envelope.fields)
    pairs = {
        (source.document_id, field.document_id): None
        for field in envelope.fields
        if field.kind.formula
        for source in dependencies.computed_from(field)
    }
    found = (_revealed(envelope, documents[h], documents[s]) for h, s in pairs if h != s)
    return [one for one in found if one.people]


def _revealed(envelope: Envelope, hidden: Document, shown: Document) -> RevealedValue:
    ids = set(hidden.hidden_from).difference(shown.hidden_from)
    return RevealedValue(hidden, shown, tuple(r for r in envelope.recipients if r.id in ids))
