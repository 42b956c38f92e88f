"""Documents of a draft: taken in, made ready or rejected by intake, removed."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from uuid import UUID

from core.documents import page_edits
from core.documents.document import (
    BYTES_LIMIT,
    OPEN_VALUES,
    PAGES_LIMIT,
    Document,
    DocumentStatus,
    Page,
)
from core.documents.earlier_signatures import EarlierSignatures, Handling
from core.documents.edited_page import EditedPage
from core.documents.events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentPagesEdited,
    DocumentPagesRestored,
    DocumentPasswordGiven,
    DocumentRejected,
    DocumentRemoved,
    DocumentTriedAgain,
    DocumentValuesLifted,
)
from core.documents.refusals import (
    EditsFinal,
    FieldsOnDeletedPages,
    FileTooLarge,
    NoPages,
    NotDrawn,
    NotSigned,
    PagesChanged,
    TooManyDocuments,
    TooManyPages,
)
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, Status, with_documents
from core.fields.field import Field

DOCUMENTS_LIMIT = 50


def add(
    envelope: Envelope,
    document_id: UUID,
    name: str,
    sha256: str,
    size: int,
    handling: Handling = Handling.CANONICAL,
) -> Outcome:
    """
    Take a file in, of `size` bytes. The same id again is the same answer.

    One that is to be attached unchanged has to be digitally signed: intake finds out.
    """
    check_draft(envelope)
    if any(d.id == document_id for d in envelope.documents):
        return Outcome(envelope)
    if len(envelope.documents) >= DOCUMENTS_LIMIT:
        raise TooManyDocuments
    if size > BYTES_LIMIT:
        raise FileTooLarge
    position = max((d.position for d in envelope.documents), default=0) + 1
    document = Document(document_id, name, position, sha256, size=size, handling=handling)
    return Outcome(
        replace(envelope, documents=(*envelope.documents, document)),
        (DocumentAdded(document_id=document_id, sha256=sha256, name=name),),
    )


def give_password(envelope: Envelope, document_id: UUID) -> Outcome:
    """Try again to open a protected document, with the password kept beside it."""
    check_draft(envelope)
    document = envelope.document(document_id)
    if document.status is not DocumentStatus.REJECTED or document.is_infected:
        return Outcome(envelope)
    waiting = replace(document, status=DocumentStatus.PROCESSING, reason="")
    return Outcome(
        with_documents(envelope, waiting), (DocumentPasswordGiven(document_id=document_id),)
    )


def try_again(envelope: Envelope, document_id: UUID) -> Outcome:
    """Take in anew what was given up. Anything else stays as it is."""
    check_draft(envelope)
    document = envelope.document(document_id)
    if not document.was_given_up:
        return Outcome(envelope)
    waiting = replace(document, status=DocumentStatus.PROCESSING, reason="")
    return Outcome(
        with_documents(envelope, waiting), (DocumentTriedAgain(document_id=document_id),)
    )


def give_up_pages(envelope: Envelope, document_id: UUID) -> Outcome:
    """Some are not drawn, and no one is at it any more. No act of anyone: no trail tells it."""
    document = envelope.document(document_id)
    if document.status is not DocumentStatus.READY or document.drawn:
        return Outcome(envelope)
    return Outcome(with_documents(envelope, replace(document, reason=NotDrawn.code)))


def draw_again(envelope: Envelope, document_id: UUID) -> Outcome:
    """The pages that were given up. Anything else stays as it is."""
    check_draft(envelope)
    document = envelope.document(document_id)
    if not document.lacks_pages:
        return Outcome(envelope)
    return Outcome(with_documents(envelope, replace(document, reason="")))


def edit_pages(
    envelope: Envelope,
    document_id: UUID,
    new_id: UUID,
    edits: Sequence[EditedPage],
    may_lose_fields: bool = False,
) -> Outcome:
    """
    The same file with other pages: a new document in its place, which takes over its fields.

    Fields stay on what they lie on. The same again changes nothing. Raises FieldsOnDeletedPages
    unless those may be lost, and what page_edits.check() raises.
    """
    check_draft(envelope)
    if any(d.id == new_id for d in envelope.documents):
        return Outcome(envelope)
    old = envelope.document(document_id)
    page_edits.check(old, edits)
    fields = page_edits.moved_fields(old, _on(envelope, old), edits)
    done = asdict(page_edits.changes(old, edits))
    event = DocumentPagesEdited(document_id=new_id, was=old.id, **done)
    made = page_edits.composed(old, edits)
    return _with_pages(envelope, old, new_id, made, fields, may_lose_fields, event)


def restore_pages(
    envelope: Envelope, document_id: UUID, new_id: UUID, may_lose_fields: bool = False
) -> Outcome:
    """
    The pages as they were taken in, in the same way.

    Raises PagesLocked as well, and EditsFinal for a copy.
    """
    check_draft(envelope)
    if any(d.id == new_id for d in envelope.documents):
        return Outcome(envelope)
    old = envelope.document(document_id)
    page_edits.check_editable(old)
    if not old.page_edits:
        return Outcome(envelope)
    if old.edits_final:
        raise EditsFinal
    fields = page_edits.restored_fields(old, _on(envelope, old))
    event = DocumentPagesRestored(document_id=new_id, was=old.id)
    return _with_pages(envelope, old, new_id, (), fields, may_lose_fields, event)


def lift_values(
    envelope: Envelope,
    document_id: UUID,
    new_id: UUID,
    lifted: Sequence[tuple[int, str, UUID]],
) -> Outcome:
    """
    The same file without the values of these form fields, in the same way: page, key and the field
    of the envelope that has the value now. Raises PagesLocked, PagesChanged without any.
    """
    check_draft(envelope)
    if any(d.id == new_id for d in envelope.documents):
        return Outcome(envelope)
    old = envelope.document(document_id)
    page_edits.check_editable(old)
    if not lifted:
        raise PagesChanged
    event = DocumentValuesLifted(document_id=new_id, was=old.id, fields=len(lifted))
    edits = page_edits.with_lifted(old, lifted)
    return _with_pages(envelope, old, new_id, edits, (_on(envelope, old), ()), False, event)


def _on(envelope: Envelope, document: Document) -> list[Field]:
    return [field for field in envelope.fields if field.document_id == document.id]


def _with_pages(
    envelope: Envelope,
    old: Document,
    new_id: UUID,
    edits: tuple[EditedPage, ...],
    fields: tuple[Sequence[Field], Sequence[Field]],
    may_lose_fields: bool,
    event: EnvelopeEvent,
) -> Outcome:
    """`fields` are those that are kept, where they are now, and those that are lost."""
    kept, lost = fields
    if lost and not may_lose_fields:
        raise FieldsOnDeletedPages
    new = replace(
        Document(new_id, old.name, old.position, old.original_sha256, size=old.size),
        page_edits=edits,
        edits_final=old.edits_final,
        hidden_from=old.hidden_from,
        supplement=old.supplement,
    )
    moved = {field.id: replace(field, document_id=new_id) for field in kept}
    gone = {field.id for field in _on(envelope, old)} - moved.keys()
    return Outcome(
        replace(
            envelope,
            documents=tuple(
                new
                if d.id == old.id
                else replace(d, replaces=new_id)
                if d.replaces == old.id
                else d
                for d in envelope.documents
            ),
            fields=tuple(moved.get(f.id, f) for f in envelope.fields if f.id not in gone),
        ),
        (
            DocumentRemoved(document_id=old.id),
            DocumentAdded(document_id=new_id, sha256=old.original_sha256, name=old.name),
            event,
        ),
    )


def accept(
    envelope: Envelope,
    document_id: UUID,
    canonical_sha256: str,
    pages: tuple[Page, ...],
    notes: tuple[str, ...],
    earlier: EarlierSignatures | None = None,
    asked: tuple[str, ...] = (),
    lacks_values: bool = False,
) -> Outcome:
    """
    What intake found to be usable; too late for an envelope that was voided meanwhile.

    `lacks_values`: a document of a template, which shows some of its merge fields by their names.
    """
    document = envelope.document(document_id)
    if not _awaited(envelope, document):
        return Outcome(envelope)
    if not pages:
        raise NoPages
    if len(pages) > PAGES_LIMIT:
        raise TooManyPages
    if document.is_attached and earlier is None:
        return reject(envelope, document_id, NotSigned.code)
    handling = earlier.handling if earlier else Handling.CANONICAL
    ready = replace(
        document,
        status=DocumentStatus.READY,
        reason="",
        files_of=None,
        canonical_sha256=canonical_sha256,
        pages=pages,
        notes=(*notes, OPEN_VALUES) if lacks_values else notes,
        handling=Handling.ATTACHED if document.is_attached else handling,
        earlier=earlier,
        asked=asked,
    )
    accepted = DocumentAccepted(
        document_id=document_id, canonical_sha256=canonical_sha256, pages=len(pages)
    )
    return Outcome(with_documents(envelope, ready), (accepted,))


def delay(envelope: Envelope, document_id: UUID, reason: str) -> Outcome:
    """Intake goes on later; `reason` is the name of what it waits for."""
    document = envelope.document(document_id)
    if not _awaited(envelope, document):
        return Outcome(envelope)
    return Outcome(with_documents(envelope, replace(document, reason=reason)))


def reject(
    envelope: Envelope,
    document_id: UUID,
    reason: str,
    asked: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Outcome:
    """What intake found not to be usable; `reason` is the name of a refusal.

    `asked` are the merge fields that it met, `notes` say more about the reason.
    """
    document = envelope.document(document_id)
    if not _awaited(envelope, document):
        return Outcome(envelope)
    rejected = replace(
        document,
        status=DocumentStatus.REJECTED,
        reason=reason,
        asked=asked,
        notes=notes or document.notes,
    )
    return Outcome(
        with_documents(envelope, rejected),
        (DocumentRejected(document_id=document_id, reason=reason),),
    )


def remove(envelope: Envelope, document_id: UUID) -> Outcome:
    """
    Its fields go with it, and its new version is a document of its own. The new version that is
    not ready yet may go as well. What is gone already stays gone.
    """
    check_draft(envelope)
    if not any(d.id == document_id for d in envelope.documents):
        return Outcome(envelope)
    kept = tuple(
        replace(d, replaces=None) if d.replaces == document_id else d
        for d in envelope.documents
        if d.id != document_id
    )
    fields = tuple(f for f in envelope.fields if f.document_id != document_id)
    return Outcome(
        replace(envelope, documents=kept, fields=fields),
        (DocumentRemoved(document_id=document_id),),
    )


def _awaited(envelope: Envelope, document: Document) -> bool:
    """Whether what intake found still matters. An operator may revive one that was given up."""
    waits = document.status is DocumentStatus.PROCESSING or document.was_given_up
    return envelope.status is Status.DRAFT and waits
