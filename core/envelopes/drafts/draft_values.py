"""Values of merge fields: the document is made anew, and takes its own place with its fields."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from core.documents import merge_fields
from core.documents.document import Document, DocumentStatus
from core.documents.events import DocumentAdded, DocumentRemoved
from core.documents.refusals import ValuesNeeded, ValueTooLong
from core.envelopes.drafts import draft_replacing
from core.envelopes.drafts.draft import check_draft
from core.envelopes.envelope import Envelope, Outcome, with_documents
from core.refusals import FilledSentence, Invalid, sentence

NO_MERGE_FIELD = sentence(
    "The documents of the template do not ask for a value named “%(name)s”. Check the name."
)
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remade:
    """Documents that are made anew, with what they are filled in with; `values` by document."""

    outcome: Outcome
    values: Mapping[UUID, Values]


def fill_in(envelope: Envelope, document_id: UUID, new_id: UUID, values: Values) -> Outcome:
    """
    The same file with other values: a new document, which takes over fields and readers.

    Work on the old one that goes on cannot end up in it. The same again changes nothing. In a
    template values may be left open. Raises ValuesNeeded, ValueTooLong.
    """
    check_draft(envelope)
    if any(d.id == new_id for d in envelope.documents):
        return Outcome(envelope)
    old = envelope.document(document_id)
    if not old.asked or (envelope.content_of is None and not is_complete(old, values)):
        raise ValuesNeeded
    check(values)
    if old.status is DocumentStatus.READY and not old.replaces:
        return _replaced(envelope, old, new_id)
    return _in_place(envelope, old, new_id)


def remake(
    envelope: Envelope,
    given: Values,
    stored: Mapping[UUID, Values],
    new_id: Callable[[], UUID],
) -> Remade:
    """
    Documents of a copy, `stored` with what their originals are filled in with.

    One that has all values and other ones than before is made anew; of another what was given is
    kept. Raises Invalid for a value that no document asks for, ValueTooLong, TooManyDocuments.
    """
    check(given)
    known = names(envelope.documents)
    if strangers := [name for name in given if name not in known]:
        raise Invalid(merge_values=FilledSentence(NO_MERGE_FIELD, name=strangers[0]))
    outcome, values = Outcome(envelope), dict[UUID, Values]()
    for document in envelope.documents:
        before = stored.get(document.id, {})
        mine = {n: v for n, v in given.items() if n in document.asked and v.strip()}
        wanted = {**before, **mine}
        values[document.id] = wanted
        if wanted == before or not is_complete(document, wanted):
            continue
        made = new_id()
        outcome = outcome.then(lambda e, d=document, id=made: _replaced(e, d, id))  # type: ignore[misc]
        values[made] = wanted
    return Remade(outcome, {id: kept for id, kept in values.items() if kept})


def names(documents: Iterable[Document]) -> tuple[str, ...]:
    """What they ask for, each name once."""
    return tuple(dict.fromkeys(name for document in documents for name in document.asked))


def to_begin_with(documents: Iterable[Document], stored: Mapping[UUID, Values]) -> dict[str, str]:
    """The names that they ask for, with the value that one is filled in with, or ""."""
    documents = list(documents)
    values = {n: v for d in documents for n, v in stored.get(d.id, {}).items()}
    return {name: values.get(name, "") for name in names(documents)}


def is_complete(document: Document, values: Values) -> bool:
    return all(values.get(name, "").strip() for name in document.asked)


def check(values: Values) -> None:
    """Raises ValueTooLong."""
    if any(len(value) > merge_fields.LONGEST for value in values.values()):
        raise ValueTooLong


def _replaced(envelope: Envelope, old: Document, new_id: UUID) -> Outcome:
    """Fields stay at the words they are at. Until it is ready the old one is there."""
    begun = draft_replacing.begin(
        *(envelope, old.id, new_id, old.name, old.original_sha256, old.size)
    )
    new = replace(begun.envelope.document(new_id), name=old.name)
    changed = replace(new, asked=old.asked, files_of=old.files_id)
    changed = replace(changed, hidden_from=old.hidden_from, supplement=old.supplement)
    return replace(begun, envelope=with_documents(begun.envelope, changed))


def _in_place(envelope: Envelope, old: Document, new_id: UUID) -> Outcome:
    """Of one that has no pages yet: its fields are where a program has said."""
    new = Document(
        *(new_id, old.name, old.position, old.original_sha256),
        size=old.size,
        asked=old.asked,
        files_of=old.files_id,
        replaces=old.replaces,
        awaited=old.awaited,
        hidden_from=old.hidden_from,
        supplement=old.supplement,
    )
    documents = tuple(
        new if d.id == old.id else replace(d, replaces=new_id) if d.replaces == old.id else d
        for d in envelope.documents
    )
    fields = tuple(
        replace(f, document_id=new_id) if f.document_id == old.id else f for f in envelope.fields
    )
    return Outcome(
        replace(envelope, documents=documents, fields=fields),
        (
            DocumentRemoved(document_id=old.id),
            DocumentAdded(document_id=new_id, sha256=old.original_sha256, name=old.name),
        ),
    )
