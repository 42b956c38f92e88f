"""Images of a draft made one document, and made several again: their fields go with their pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.documents.document import (
    BYTES_LIMIT,
    COMBINED,
    PAGES_LIMIT,
    Document,
    DocumentStatus,
)
from core.documents.events import DocumentAdded, DocumentRemoved
from core.documents.refusals import (
    FileTooLarge,
    NotImages,
    TooManyDocuments,
    TooManyPages,
)
from core.documents.supplement import Supplement
from core.envelopes.drafts.draft import check_draft
from core.envelopes.drafts.draft_documents import DOCUMENTS_LIMIT
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome
from core.fields.field import Field

Place = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class SingleImage:
    """One of the files that were combined, and how many pages it has."""

    document_id: UUID
    name: str
    sha256: str
    size: int
    pages: int


def images(envelope: Envelope, ids: Sequence[UUID]) -> tuple[Document, ...]:
    """
    Those documents, in the order they have. Raises NotImages, NotFound.

    One that waits for another version, or is it, is none of them.
    """
    chosen = {envelope.document(id).id for id in ids}
    found = tuple(d for d in envelope.documents if d.id in chosen)
    replaced = {d.replaces for d in envelope.documents}
    fitting = [
        d.is_image and d.status is DocumentStatus.READY and not d.replaces and d.id not in replaced
        for d in found
    ]
    if len(found) < 2 or not all(fitting):
        raise NotImages
    return found


def combine(
    envelope: Envelope, ids: Sequence[UUID], new_id: UUID, sha256: str, size: int
) -> Outcome:
    """
    One document in the place of the first; hidden from everyone that one of them is hidden from.

    The same again changes nothing. Raises NotImages, FileTooLarge, TooManyPages.
    """
    check_draft(envelope)
    if any(d.id == new_id for d in envelope.documents):
        return Outcome(envelope)
    found = images(envelope, ids)
    if size > BYTES_LIMIT:
        raise FileTooLarge
    if sum(len(d.pages) for d in found) > PAGES_LIMIT:
        raise TooManyPages
    first = found[0]
    supplements = {d.supplement for d in found}
    made = Document(
        *(new_id, first.name, first.position, sha256),
        size=size,
        notes=(COMBINED,),
        hidden_from=tuple(dict.fromkeys(r for d in found for r in d.hidden_from)),
        supplement=supplements.pop() if len(supplements) == 1 else Supplement.NONE,
    )
    places: dict[Place, Place] = {}
    for document in found:
        for number in range(1, len(document.pages) + 1):
            places[document.id, number] = new_id, len(places) + 1
    gone = {d.id for d in found}
    documents = [made if d.id == first.id else d for d in envelope.documents]
    kept = tuple(d for d in documents if d.id not in gone)
    added = DocumentAdded(document_id=new_id, sha256=sha256, name=made.name)
    return _replaced(envelope, kept, places, (*map(_removed, found), added))


def split(envelope: Envelope, document_id: UUID, files: Sequence[SingleImage]) -> Outcome:
    """
    The images by themselves again, each a document in the order they had.

    The same again changes nothing. Raises NotImages, TooManyDocuments.
    """
    check_draft(envelope)
    if files and all(any(d.id == file.document_id for d in envelope.documents) for file in files):
        return Outcome(envelope)
    combined = envelope.document(document_id)
    if not combined.is_combined or not files:
        raise NotImages
    if len(envelope.documents) + len(files) - 1 > DOCUMENTS_LIMIT:
        raise TooManyDocuments
    places: dict[Place, Place] = {}
    for file in files:
        for number in range(1, file.pages + 1):
            places[document_id, len(places) + 1] = file.document_id, number
    singles = [
        Document(
            *(file.document_id, file.name, combined.position, file.sha256),
            size=file.size,
            hidden_from=combined.hidden_from,
            supplement=combined.supplement,
        )
        for file in files
    ]
    documents: list[Document] = []
    for document in envelope.documents:
        documents += singles if document.id == document_id else [document]
    added = tuple(
        DocumentAdded(document_id=file.document_id, sha256=file.sha256, name=file.name)
        for file in files
    )
    return _replaced(envelope, tuple(documents), places, (_removed(combined), *added))


def _replaced(
    envelope: Envelope,
    documents: Sequence[Document],
    places: dict[Place, Place],
    events: tuple[EnvelopeEvent, ...],
) -> Outcome:
    """A field of a page that is not there any more is left out."""
    there = {d.id for d in documents}
    moved = [_moved(field, places, there) for field in envelope.fields]
    numbered = tuple(
        replace(d, position=n, replaces=d.replaces if d.replaces in there else None)
        for n, d in enumerate(documents, 1)
    )
    changed = replace(envelope, documents=numbered, fields=tuple(f for f in moved if f is not None))
    return Outcome(changed, events)


def _moved(field: Field, places: dict[Place, Place], there: set[UUID]) -> Field | None:
    if field.document_id in there:
        return field
    place = places.get((field.document_id, field.page))
    return replace(field, document_id=place[0], page=place[1]) if place else None


def _removed(document: Document) -> EnvelopeEvent:
    return DocumentRemoved(document_id=document.id)
