"""A document of a draft is replaced by a new version, which takes over its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from core.documents.carried_fields import CarriedFields
from core.documents.document import Document
from core.documents.events import DocumentReplaced
from core.envelopes.drafts import draft_documents, draft_fields
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome, Status
from core.fields.anchoring.replacing import Carried
from core.fields.field import Field
from core.refusals import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Replaced:
    """`lost` are the fields that have no place on the new version."""

    outcome: Outcome
    old: Document
    lost: tuple[Field, ...]


def begin(
    envelope: Envelope, document_id: UUID, new_id: UUID, name: str, sha256: str, size: int
) -> Outcome:
    """
    Take in a file that will take the place of a document, which stays usable until then.

    One that was to take its place before is given up. The same id again is the same answer.
    Raises NotADraft, NotFound, and what adding raises.
    """
    check_draft(envelope)
    if any(d.id == new_id for d in envelope.documents):
        return Outcome(envelope)
    old = envelope.document(document_id)
    if old.replaces:
        raise NotFound
    earlier = [d.id for d in envelope.documents if d.replaces == old.id]
    outcome = Outcome(envelope)
    for id in earlier:
        outcome = outcome.then(lambda e, id=id: draft_documents.remove(e, id))  # type: ignore[misc]
    named = _name(old.name, name)
    outcome = outcome.then(lambda e: draft_documents.add(e, new_id, named, sha256, size))
    *others, new = outcome.envelope.documents
    place = next(n for n, d in enumerate(others, 1) if d.id == old.id)
    documents = (*others[:place], replace(new, replaces=old.id), *others[place:])
    return replace(outcome, envelope=_numbered(outcome.envelope, documents))


def is_due(envelope: Envelope, document: Document) -> bool:
    """Whether it can take the place of the other: all that it shows is there."""
    return envelope.status is Status.DRAFT and bool(document.replaces) and document.drawn


def finish(envelope: Envelope, new_id: UUID, carried: Carried) -> Replaced:
    """It takes the place of the old one, with who sees it and with its fields."""
    new = envelope.document(new_id)
    old = envelope.document(new.replaces or new_id)
    taking = replace(new, replaces=None, hidden_from=old.hidden_from, supplement=old.supplement)
    rest = [taking if d.id == old.id else d for d in envelope.documents if d.id != new_id]
    with_new = _numbered(envelope, rest)
    placed, lost = _placed(with_new, new_id, (*carried.kept, *carried.moved))
    lost += carried.lost
    moved = tuple(f.id for f in carried.moved if f.id in placed)
    told = CarriedFields(len(placed) - len(moved), moved, len(lost))
    documents = tuple(replace(d, carried=told) if d.id == new_id else d for d in rest)
    fields = tuple(
        placed.get(f.id, f) for f in envelope.fields if f.document_id != old.id or f.id in placed
    )
    event = DocumentReplaced(
        document_id=new_id,
        replaced_id=old.id,
        kept=told.kept,
        moved=len(moved),
        lost=len(lost),
    )
    changed = replace(_numbered(envelope, documents), fields=fields)
    return Replaced(Outcome(changed, (event,)), old, lost)


def _placed(
    envelope: Envelope, document_id: UUID, fields: Iterable[Field]
) -> tuple[Mapping[UUID, Field], tuple[Field, ...]]:
    """Those that may lie on the new version, by id, and the others."""
    placed: dict[UUID, Field] = {}
    lost: list[Field] = []
    for field in fields:
        try:
            there = replace(field, document_id=document_id)
            placed[field.id] = draft_fields.placed(envelope, there)
        except Invalid:
            lost.append(field)
    return placed, tuple(lost)


def _numbered(envelope: Envelope, documents: Iterable[Document]) -> Envelope:
    numbered = tuple(replace(d, position=n) for n, d in enumerate(documents, 1))
    return replace(envelope, documents=numbered)


def _name(old: str, file_name: str) -> str:
    """A name that a person has given stays; that of a file gives way to the new one's."""
    _, _, ending = old.rpartition(".")
    return file_name if ending != old and 1 <= len(ending) <= 4 and ending.isalnum() else old
